package dev.undercurrent.inference;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** When the records of a sample happened: in which order, how regularly each key's, over what span. Immutable. */
final class Clock {
    private static final double NEAR = 0.25;

    private final int[] order;
    private final long span;
    private final long step;
    private final double regular;

    Clock(long[] times, @Nullable Column key) {
        order = IntStream.range(0, times.length)
                .boxed()
                .sorted((a, b) -> Long.compare(times[a], times[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        span = times.length == 0 ? 0 : times[order[times.length - 1]] - times[order[0]];
        Map<Double, Long> last = new HashMap<>();
        long[] gaps = new long[times.length];
        int count = 0;
        for (int row : order) {
            Long before = last.put(key == null ? 0.0 : key.value(row), times[row]);
            if (before != null) {
                gaps[count++] = times[row] - before;
            }
        }
        long[] sorted = Arrays.copyOf(gaps, count);
        Arrays.sort(sorted);
        step = count == 0 ? 0 : sorted[count / 2];
        long near = Arrays.stream(sorted)
                .filter(gap -> gap > 0 && Math.abs(gap - step) <= NEAR * step)
                .count();
        regular = count == 0 ? 0 : near / (double) count;
    }

    /** Rows by time. */
    int[] order() {
        return order;
    }

    Duration span() {
        return Duration.ofMillis(span);
    }

    /** The median time between two records of a key. */
    Duration step() {
        return Duration.ofMillis(step);
    }

    /** The share of records that come about one step after the one before. */
    double regular() {
        return regular;
    }
}
