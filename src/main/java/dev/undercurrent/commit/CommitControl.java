package dev.undercurrent.commit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Lets commits follow the load: they get half of the time that stream threads have beside their records, so that an
 * event waits little where there is time to spare, and a thread near its limit does not spend that time on waiting for
 * the broker. Never more than four times as often as the interval asks for. Of use only where a stage waits for
 * commits: each one holds its thread up. Not thread-safe: one thread starts and closes it.
 */
public final class CommitControl implements AutoCloseable {
    private static final double SHARE = 0.5;
    private static final int MOST_OFTEN = 4;
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Supplier<Map<String, ThreadTimes>> threads;
    private final CommitPace pace;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "commit-pace");
        thread.setDaemon(true);
        return thread;
    });
    private Map<String, ThreadTimes> before = Map.of();

    /**
     * @param metrics gives those of the Kafka Streams client
     * @param pace is set
     */
    public static CommitControl of(Supplier<Map<MetricName, ? extends Metric>> metrics, CommitPace pace) {
        return new CommitControl(() -> ThreadTimes.of(metrics.get()), pace);
    }

    /** @param threads tells what each stream thread has done so far */
    CommitControl(Supplier<Map<String, ThreadTimes>> threads, CommitPace pace) {
        this.threads = threads;
        this.pace = pace;
    }

    /** Begins to look every second. */
    public void start() {
        Future<?> unused =
                timer.scheduleAtFixedRate(() -> step(EVERY), EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Sets the pace by what happened since the last step; the thread with the least time to spare decides. Threads that
     * did not commit say nothing.
     *
     * @param passed time since then
     */
    void step(Duration passed) {
        Map<String, ThreadTimes> now = threads.get();
        Duration longest = Duration.ZERO;
        for (Map.Entry<String, ThreadTimes> thread : now.entrySet()) {
            ThreadTimes earlier = before.get(thread.getKey());
            ThreadTimes times =
                    earlier == null ? ThreadTimes.NONE : thread.getValue().since(earlier);
            if (times.commits() > 0) {
                Duration pause = pause(times, passed);
                longest = pause.compareTo(longest) > 0 ? pause : longest;
            }
        }
        if (!longest.isZero()) {
            pace.set(longest);
        }
        before = now;
    }

    private Duration pause(ThreadTimes times, Duration passed) {
        double longest = pace.interval().toNanos();
        double share = SHARE * (times.waiting() + times.committing()) / passed.toNanos();
        double commit = times.committing() / times.commits();
        double wanted = share > 0 ? commit / share : longest;
        return Duration.ofNanos((long) Math.max(longest / MOST_OFTEN, Math.min(longest, wanted)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
