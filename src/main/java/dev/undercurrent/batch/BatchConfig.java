package dev.undercurrent.batch;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * How vectors are gathered into one model call. Immutable.
 *
 * @param size most vectors of a batch, {@code B}
 * @param linger longest time a vector waits for others
 */
public record BatchConfig(int size, Duration linger) {
    public BatchConfig {
        new Problems("")
                .check(size >= 1 && size <= 4096, "size", size, "1..4096")
                .check(linger.toMillis() >= 1 && linger.toMillis() <= 10_000, "linger", linger, "PT0.001S..PT10S")
                .throwIfAny();
    }
}
