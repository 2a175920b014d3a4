package dev.undercurrent.ingest;

import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How fast records are sent. Immutable.
 *
 * @param rate records a second; 0 for no limit
 * @param speed event seconds a second, 1 for as it happened; 0 for no limit
 * @param history event time from the first record on that {@code speed} does not hold back
 */
public record Pace(double rate, double speed, Duration history) {
    /** As fast as the broker takes them. */
    public static final Pace FULL = new Pace(0, 0);

    public Pace {
        new Problems("")
                .check(rate >= 0 && rate <= 1e9, "rate", rate, "0..1e9 records a second; 0 means no limit")
                .check(speed >= 0 && speed <= 1e9, "speed", speed, "0..1e9 times event time; 0 means no limit")
                .check(!history.isNegative(), "history", history, ">= PT0S")
                .throwIfAny();
    }

    /** A pace that holds back all records alike. */
    public Pace(double rate, double speed) {
        this(rate, speed, Duration.ZERO);
    }

    /** What happened before now at once, what happens from now on when it does; the first record is that old. */
    public static Pace live(Duration history) {
        return new Pace(0, 1, history);
    }

    /**
     * Returns once so much time has passed.
     *
     * @param start by {@link System#nanoTime}
     * @param dueNanos after it
     * @throws InterruptException if the thread is interrupted
     */
    public static void waitUntil(long start, double dueNanos) {
        for (long left; (left = (long) dueNanos - (System.nanoTime() - start)) > 0; ) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptException("interrupted while waiting for the next record's time");
            }
        }
    }

    /**
     * When a record may go, in ns after the first.
     *
     * @param sent records sent before it
     * @param elapsedMillis its event time less the first one's
     */
    double dueNanos(long sent, long elapsedMillis) {
        double byRate = rate == 0 ? 0 : sent * 1e9 / rate;
        double bySpeed = speed == 0 ? 0 : (elapsedMillis - history.toMillis()) * 1e6 / speed;
        return Math.max(byRate, bySpeed);
    }
}
