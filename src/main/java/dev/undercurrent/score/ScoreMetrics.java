package dev.undercurrent.score;

import dev.undercurrent.metrics.Meters;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/** How much is scored in one call, and how long that takes. Thread-safe: all tasks share it. */
final class ScoreMetrics implements Scoring.Observer {
    private static final double NANOS = 1e9;
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};
    private static final double[] SECONDS = {
        5e-5, 1e-4, 2.5e-4, 5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1
    };

    private final DistributionDataPoint sizes;
    private final DistributionDataPoint seconds;

    ScoreMetrics(Meters meters) {
        sizes = meters.histogram("undercurrent_batch_size", "Units of one call of the model or the baseline", SIZES);
        seconds = meters.histogram(
                "undercurrent_scoring_seconds", "Time of one call of the model or the baseline", SECONDS);
    }

    @Override
    public void called(int units, long nanos) {
        sizes.observe(units);
        seconds.observe(nanos / NANOS);
    }
}
