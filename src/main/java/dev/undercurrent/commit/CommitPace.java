package dev.undercurrent.commit;

import java.time.Duration;

/**
 * How soon stream threads commit of their own accord, beside the interval of Kafka Streams. Exactly once, what a stage
 * has written is seen by the next only after a commit, so the time between two of them is time that an event waits.
 * Thread-safe; every stream thread has a clock of its own.
 */
public final class CommitPace {
    private final ThreadLocal<long[]> lastAsked = ThreadLocal.withInitial(() -> new long[] {System.nanoTime()});
    private final Duration interval;
    private volatile Duration pause;

    /** @param interval after which Kafka Streams commits itself */
    public CommitPace(Duration interval) {
        this.interval = interval;
        this.pause = interval;
    }

    /** The longest time between two commits. */
    Duration interval() {
        return interval;
    }

    /** Time between two commits at present. */
    public Duration pause() {
        return pause;
    }

    /** Sets the time between two commits; no shorter than the interval, there are none beside it. */
    void set(Duration between) {
        pause = between;
    }

    /** Whether the calling stream thread should ask for a commit now; if so, it is taken to do that. */
    boolean isDue() {
        Duration between = pause;
        if (between.compareTo(interval) >= 0) {
            return false;
        }
        long[] last = lastAsked.get();
        long now = System.nanoTime();
        if (now - last[0] < between.toNanos()) {
            return false;
        }
        last[0] = now;
        return true;
    }
}
