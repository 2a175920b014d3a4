package dev.undercurrent.topology;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * How the topology runs. Immutable.
 *
 * @param guarantee what survives a crash
 * @param threads stream threads of one instance
 * @param commit longest time between two commits, 0 for the guarantee's own; exactly once it bounds how long a stage's
 *     output is invisible to the next; less where one waits and there is time to spare, see
 *     {@link dev.undercurrent.commit.CommitControl}
 * @param standbys standby replicas of the stores
 * @param storeBytes native memory of all stores on disk of one instance together
 * @param patience how long an unreachable broker is waited for before the run gives up
 */
public record RuntimeConfig(
        Guarantee guarantee, int threads, Duration commit, int standbys, long storeBytes, Duration patience) {
    /** What survives a crash, and how often to commit for it unless the user says: each commit holds its thread up. */
    public enum Guarantee {
        /** Whoever reads committed, as the stages do, waits for the commit. */
        EXACTLY_ONCE(Duration.ofMillis(200)),
        /** Nobody waits; what is not committed is repeated after a crash. */
        AT_LEAST_ONCE(Duration.ofSeconds(1));

        private final Duration commit;

        Guarantee(Duration commit) {
            this.commit = commit;
        }
    }

    private static final long LEAST_STORE_BYTES = 8 << 20;

    public RuntimeConfig {
        commit = commit.isZero() ? guarantee.commit : commit;
        new Problems("")
                .check(threads >= 1 && threads <= 256, "threads", threads, "1..256")
                .check(
                        commit.toMillis() >= 10 && commit.toMillis() <= 60_000,
                        "commit",
                        commit,
                        "PT0S or PT0.01S..PT1M")
                .check(standbys >= 0 && standbys <= 5, "standbys", standbys, "0..5")
                .check(storeBytes >= LEAST_STORE_BYTES, "store-bytes", storeBytes, ">= " + LEAST_STORE_BYTES)
                .check(patience.toMillis() >= 1000, "patience", patience, ">= PT1S")
                .throwIfAny();
    }
}
