package dev.undercurrent.batch;

import dev.undercurrent.metrics.Meters;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.atomic.LongAdder;

/** What waits, and how much is scored at a time. Thread-safe: all tasks share it. */
final class BatchMetrics {
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};

    private final DistributionDataPoint sizes;
    private final LongAdder pending = new LongAdder();

    BatchMetrics(Meters meters) {
        sizes = meters.histogram("undercurrent_batch_size", "Units of one model call", SIZES);
        meters.gauge(
                "undercurrent_pending_units",
                "Units in the batch store, which wait for their batch to be full or its linger to pass",
                pending::sum);
    }

    /** Notes units that begin to wait, or do no longer where negative. */
    void waiting(int units) {
        pending.add(units);
    }

    void batch(int size) {
        sizes.observe(size);
        pending.add(-size);
    }
}
