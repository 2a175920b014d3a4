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
 * One event through four trailing windows with five aggregates each. Honest because each call returns its filled
 * vector, every event is new, and keys come round so that each window holds a steady number of entries.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class TrailingWindowsBenchmark {
    private static final int KEYS = 1_000;
    private static final long LONGEST = Duration.ofDays(30).toMillis();

    /** Entries of a key in the longest window. */
    @Param({"30", "300"})
    public int entries;

    private final VectorPlan plan = Plans.plan(
            Duration.ofMinutes(5),
            "card",
            Plans.trailing(
                    "source",
                    List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30)),
                    "count",
                    "mean(amount)",
                    "std(amount)",
                    "ratio(amount)",
                    "gap"));
    private final TrailingWindows windows =
            new TrailingWindows(plan.groups().get(0), EntryStore.inMemory(), 10_000_000);
    private long sequence;

    /** Fills the aggregates of the next event. */
    @Benchmark
    public WindowedEvent fill() {
        long time = sequence * (LONGEST / entries / KEYS);
        WindowedEvent windowed = Plans.windowed(plan, "card-" + sequence % KEYS, time, (int) (sequence % 97), "web");
        sequence++;
        windows.fill(windowed, 0);
        return windowed;
    }
}
