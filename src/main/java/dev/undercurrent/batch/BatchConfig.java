package dev.undercurrent.batch;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * How vectors are gathered into one model call. Immutable.
 *
 * @param size most vectors of a batch, {@code B}
 * @param linger longest time a vector waits for others; one that comes alone does not wait
 */
public record BatchConfig(int size, Duration linger) {
    /** Looks at what waits within {@link #linger}, in a stream with little to gather. */
    static final int TICKS = 4;

    public BatchConfig {
        new Problems("")
                .check(size >= 1 && size <= 4096, "size", size, "1..4096")
                .check(linger.toMillis() >= TICKS && linger.toMillis() <= 10_000, "linger", linger, "PT0.004S..PT10S")
                .throwIfAny();
    }

    /** Shortest time between two looks at what waits. */
    Duration tick() {
        return linger.dividedBy(TICKS);
    }
}
