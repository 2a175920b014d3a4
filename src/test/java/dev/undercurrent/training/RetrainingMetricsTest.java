package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.testing.Scrape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingMetricsTest {
    private static final String REJECTIONS = "undercurrent_training_rejections_in_a_row";

    private final Meters meters = new Meters("payments");
    private final RetrainingMetrics metrics = new RetrainingMetrics(meters);

    @Test
    void countsRejectionsUntilAPromotion() {
        metrics.finished(rejection());
        metrics.finished(rejection());
        assertThat(rejections()).isEqualTo(2);

        metrics.finished(new RoundResult(1, List.of()));

        assertThat(rejections()).isZero();
    }

    @Test
    void countsNoRejectionsOfATaskThatHasGoneElsewhere() {
        metrics.finished(rejection());
        assertThat(rejections()).isEqualTo(1);

        metrics.released();

        assertThat(rejections()).isZero();
    }

    private static RoundResult rejection() {
        return new RoundResult(0, List.of());
    }

    private double rejections() {
        return Scrape.of(meters.scrape()).value(REJECTIONS);
    }
}
