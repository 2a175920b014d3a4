package dev.undercurrent.window;

import dev.undercurrent.features.WindowedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One event through four trailing windows. Honest because each call returns its filled vector, every event is new, and
 * keys come round so that each window holds a steady number of entries.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class TrailingWindowsBenchmark {
    private static final int KEYS = 1_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long LONGEST = Duration.ofDays(30).toMillis();

    /** Entries of a key in the longest window. */
    @Param({"30", "300"})
    public int entries;

    private final VectorPlan plan = plan("count", "mean(amount)", "std(amount)", "ratio(amount)", "gap");
    private final VectorPlan distinct = plan("count", "distinct(channel)");
    private final TrailingWindows windows =
            new TrailingWindows(plan.groups().get(0), EntryStore.inMemory(), 10_000_000);
    private final TrailingWindows distinctWindows =
            new TrailingWindows(distinct.groups().get(0), EntryStore.inMemory(), 10_000_000);
    private long sequence;

    private static VectorPlan plan(String... functions) {
        return Plans.plan(
                Duration.ofMinutes(5),
                "card",
                Plans.trailing(
                        "source",
                        List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30)),
                        functions));
    }

    /** Fills five aggregates a window of the next event. */
    @Benchmark
    public WindowedEvent fill() {
        long time = sequence * (LONGEST / entries / KEYS);
        WindowedEvent windowed = Plans.windowed(plan, "card-" + sequence % KEYS, time, (int) (sequence % 97), "web");
        sequence++;
        windows.fill(windowed, 0);
        return windowed;
    }

    /** The same with the distinct values of a field that has twice as many as a window has entries. */
    @Benchmark
    public WindowedEvent fillDistinct() {
        long time = sequence * (LONGEST / entries / KEYS);
        String channel = "channel-" + ((sequence * MIX) >>> 33) % (2L * entries);
        WindowedEvent windowed = Plans.windowed(distinct, "card-" + sequence % KEYS, time, 1, channel);
        sequence++;
        distinctWindows.fill(windowed, 0);
        return windowed;
    }
}
