package dev.undercurrent.inference;

import dev.undercurrent.inference.Role.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows are to each other: readings of series, where each tells about the next, or events of their own. Immutable.
 */
final class Shape {
    private static final double REGULAR = 0.5;
    private static final int LAG = 5;
    private static final double PERSISTENT = 0.6;
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30));

    private final Clock clock;
    private final @Nullable Column key;
    private final boolean ordered;
    private final String why;

    Shape(Roles roles) {
        List<Column> keys = roles.of(Kind.KEY);
        key = keys.isEmpty() ? null : keys.get(0);
        clock = new Clock(roles.times(), key);
        List<Column> numbers = new ArrayList<>(roles.of(Kind.NUMBER));
        numbers.addAll(roles.of(Kind.COUNT));
        boolean steady = clock.regular() >= REGULAR && clock.step().toMillis() > 0;
        double persistence = steady ? persistence(numbers) : 0;
        ordered = steady && (numbers.size() == 1 || persistence >= PERSISTENT);
        String pace = steady ? "one record every " + clock.step() : "no steady pace";
        why = pace
                + (!steady
                        ? ": single events"
                        : ordered
                                ? ", each like the ones before: readings of a series"
                                : ", each unlike the ones before: single events");
    }

    /** The upper quartile over columns of how much a value says about the fifth after it. */
    private double persistence(List<Column> numbers) {
        double[] found = numbers.stream()
                .mapToDouble(column -> Series.of(column, key, clock).stream()
                        .mapToDouble(values -> Series.autocorrelation(values, LAG))
                        .average()
                        .orElse(0))
                .sorted()
                .toArray();
        return found.length == 0 ? 0 : found[found.length * 3 / 4];
    }

    Clock clock() {
        return clock;
    }

    /** What names the series, or null where all rows are one. */
    @Nullable
    Column key() {
        return key;
    }

    boolean isOrdered() {
        return ordered;
    }

    String why() {
        return why;
    }

    /** Whether values of the column tell the keys rather than what happens to them. */
    boolean differsByKey(Column column) {
        return ordered && key != null && key.distinct() > 1 && Series.differInScale(Series.of(column, key, clock));
    }

    /** Lengths in which something that happens every {@code gap} has a past, and that the span holds twice. */
    List<Duration> lengths(Duration gap, int most) {
        List<Duration> fitting = LENGTHS.stream()
                .filter(length -> length.compareTo(gap.dividedBy(12)) >= 0)
                .filter(length -> length.multipliedBy(2).compareTo(clock.span()) <= 0)
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .sorted()
                .toList();
        return fitting.isEmpty() ? List.of(Duration.ofHours(1)) : fitting;
    }
}
