package dev.undercurrent.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the system's clock was set back. Kafka's clients and stream threads measure their waits by it, so one
 * that was set back by hours sends no heartbeat, commits nothing and lets batches wait for hours; starting anew ends
 * that. Not thread-safe.
 */
final class WallClock {
    /** Waits may be longer by that much; half of a session. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private final LongSupplier millis;
    private final LongSupplier nanos;
    private long farthestMillis;

    /**
     * @param millis since the epoch, by the system's clock
     * @param nanos of a clock that nobody sets
     */
    WallClock(LongSupplier millis, LongSupplier nanos) {
        this.millis = millis;
        this.nanos = nanos;
        this.farthestMillis = aheadMillis();
    }

    static WallClock ofSystem() {
        return new WallClock(System::currentTimeMillis, System::nanoTime);
    }

    /** @throws WallClockException if it was set back by more than waits may be longer */
    void check() {
        Duration back = back();
        if (back.compareTo(MOST) > 0) {
            back = back(); // the process may have stood still between one clock and the other
        }
        if (back.compareTo(MOST) > 0) {
            throw new WallClockException("wall clock: set back by " + back + " (expected: at most " + MOST
                    + "); Kafka's clients would wait for as long, so this instance ends: start it again");
        }
    }

    private Duration back() {
        long ahead = aheadMillis();
        farthestMillis = Math.max(farthestMillis, ahead);
        return Duration.ofMillis(farthestMillis - ahead);
    }

    private long aheadMillis() {
        return millis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
