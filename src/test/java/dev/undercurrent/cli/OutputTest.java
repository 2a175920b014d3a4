package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void alignsTheColumnsOfATable() {
        StringWriter text = new StringWriter();
        new Table("version", "samples").row(1, 20_000).row(12, "none").print(new PrintWriter(text));
        assertThat(text.toString().lines()).containsExactly("version  samples", "1        20000", "12       none");
    }

    @Test
    void refusesARowThatDoesNotFitTheHeadings() {
        assertThatThrownBy(() -> new Table("one").row(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table: 2 cells (expected: 1)");
    }

    @Test
    void printsJsonOnOneLine() {
        StringWriter text = new StringWriter();
        JsonOption.print(new PrintWriter(text), Map.of("events", 3));
        assertThat(text.toString()).isEqualToIgnoringNewLines("{\"events\":3}");
    }

    @Test
    void saysHowFarItCameWhereNobodyWatches() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (Progress progress = Progress.toLines("ingest", 4, err)) {
            progress.step(1);
            progress.step(2);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("ingest: 3 of 4 (75 %), ")
                .hasLineCount(1);
    }
}
