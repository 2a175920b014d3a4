package dev.undercurrent.batch;

import dev.undercurrent.metrics.Meters;
import java.util.concurrent.atomic.LongAdder;

/** What waits. Thread-safe: all tasks share it. */
final class BatchMetrics {
    private final LongAdder pending = new LongAdder();

    BatchMetrics(Meters meters) {
        meters.gauge(
                "undercurrent_pending_units",
                "Units in the batch store, which wait for their batch to be full or its linger to pass",
                pending::sum);
    }

    /** Notes units that begin to wait, or do no longer where negative. */
    void waiting(int units) {
        pending.add(units);
    }
}
