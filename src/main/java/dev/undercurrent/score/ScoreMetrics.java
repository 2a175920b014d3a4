package dev.undercurrent.score;

import dev.undercurrent.metrics.Meters;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/** How long scoring takes. Thread-safe: all tasks share it. */
final class ScoreMetrics {
    private static final double NANOS = 1e9;
    private static final double[] SECONDS = {
        5e-5, 1e-4, 2.5e-4, 5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1
    };

    private final DistributionDataPoint seconds;

    ScoreMetrics(Meters meters) {
        seconds = meters.histogram(
                "undercurrent_scoring_seconds", "Time to score one batch, by the model or the baseline", SECONDS);
    }

    void scored(long nanos) {
        seconds.observe(nanos / NANOS);
    }
}
