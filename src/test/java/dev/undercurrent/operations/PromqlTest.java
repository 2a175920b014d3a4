package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromqlTest {
    @Test
    void metricsAreWhatIsNeitherFunctionLabelNorWord() {
        assertThat(Promql.metrics(
                        "sum by (job, le) (rate(a_bucket{job=~\"b\",c!=\"d{e\"}[5m])) / on (f) group_left (g) h:i:j offset 6h"
                                + " > 0.5e3 and k unless on(l) up == 1 or vector(0)"))
                .containsExactly("a_bucket", "h:i:j", "k", "up");
    }

    @Test
    void windowsAreWhatStandsInBrackets() {
        assertThat(Promql.windows("rate(a{b=\"[1s]\"}[$__rate_interval]) + increase(c[1h])"))
                .containsExactly("$__rate_interval", "1h");
    }
}
