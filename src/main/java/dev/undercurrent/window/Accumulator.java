package dev.undercurrent.window;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one argument comes to over entries that are added from the newest to the oldest; only what is asked for is
 * computed. The deviation by Welford's update, because {@code E[x²] − E[x]²} cancels. Not thread-safe.
 */
final class Accumulator {
    private final WindowGroup.Argument argument;
    private final boolean distinct;
    private final boolean spread;
    private final boolean range;
    private final LongSet values = new LongSet();
    private @Nullable Repeats repeats;
    private int different;
    private long count;
    private double sum;
    private double mean;
    private double squares;
    private double min;
    private double max;
    private double newest;
    private double oldest;
    private long newestTime;
    private long oldestTime;

    /** @param wanted functions whose values are asked for */
    Accumulator(WindowGroup.Argument argument, Set<AggregateFunction> wanted) {
        this.argument = argument;
        this.distinct = wanted.contains(AggregateFunction.DISTINCT);
        this.spread = wanted.contains(AggregateFunction.STD);
        this.range = wanted.contains(AggregateFunction.MIN) || wanted.contains(AggregateFunction.MAX);
    }

    /**
     * Begins anew with one entry, an event's own.
     *
     * @param index the argument's in an entry
     * @param isNewest whether the event is the newest entry of its key, by whose {@link Repeats} distinct values are
     *     counted then; else it may be an entry, or none
     */
    void begin(WindowBuffer buffer, int index, boolean isNewest, long time, long bits) {
        clear();
        repeats = distinct && isNewest ? buffer.repeats(index, argument, values) : null;
        if (argument.isMissing(bits)) {
            return;
        }
        different = 1;
        if (distinct && !isNewest) {
            values.add(bits);
        }
        if (!argument.text()) {
            newest = Double.longBitsToDouble(bits);
            newestTime = time;
            oldest = newest;
            oldestTime = time;
            count = 1;
            sum = newest;
            mean = newest;
            min = newest;
            max = newest;
        }
    }

    /** Begins anew with nothing. */
    void clear() {
        values.clear();
        repeats = null;
        different = 0;
        count = 0;
        sum = 0;
        mean = 0;
        squares = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        newest = Double.NaN;
        oldest = Double.NaN;
    }

    /**
     * Adds entries that are older than all before, the last of them first.
     *
     * @param index the argument's in an entry
     * @param to the oldest of them
     * @param from behind the newest of them
     */
    void addBack(Entries events, int index, int to, int from) {
        if (distinct) {
            addDistinct(events, index, to, from);
        }
        if (argument.text()) {
            return;
        }
        if (spread) {
            addSpread(events, index, to, from);
        }
        if (range) {
            addRange(events, index, to, from);
        }
        addSum(events, index, to, from);
    }

    private void addDistinct(Entries events, int index, int to, int from) {
        if (repeats != null) {
            different += repeats.count(events, to, from);
            return;
        }
        for (int i = from - 1; i >= to; i--) {
            long bits = events.value(i, index);
            if (!argument.isMissing(bits) && values.add(bits)) {
                different++;
            }
        }
    }

    /** Before the sum, whose count it goes on from. */
    private void addSpread(Entries events, int index, int to, int from) {
        long number = count;
        for (int i = from - 1; i >= to; i--) {
            double x = Double.longBitsToDouble(events.value(i, index));
            if (!Double.isNaN(x)) {
                double delta = x - mean;
                mean += delta / ++number;
                squares += delta * (x - mean);
            }
        }
    }

    private void addRange(Entries events, int index, int to, int from) {
        for (int i = from - 1; i >= to; i--) {
            double x = Double.longBitsToDouble(events.value(i, index));
            if (!Double.isNaN(x)) {
                min = Math.min(min, x);
                max = Math.max(max, x);
            }
        }
    }

    private void addSum(Entries events, int index, int to, int from) {
        double total = sum;
        int number = 0;
        int last = -1;
        for (int i = from - 1; i >= to; i--) {
            double x = Double.longBitsToDouble(events.value(i, index));
            if (!Double.isNaN(x)) {
                if (count + number == 0) {
                    newest = x;
                    newestTime = events.time(i);
                }
                last = i;
                total += x;
                number++;
            }
        }
        sum = total;
        count += number;
        if (last >= 0) {
            oldest = Double.longBitsToDouble(events.value(last, index));
            oldestTime = events.time(last);
        }
    }

    /** The value of a function of this argument, one of those asked for; NaN where it is undefined. */
    double value(AggregateFunction function) {
        return switch (function) {
            case SUM -> count == 0 ? Double.NaN : sum;
            case MEAN -> mean();
            case STD -> count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
            case MIN -> count == 0 ? Double.NaN : min;
            case MAX -> count == 0 ? Double.NaN : max;
            case DISTINCT -> different;
            case RATE ->
                newestTime > oldestTime && count > 1
                        ? (newest - oldest) * 1000 / (newestTime - oldestTime)
                        : Double.NaN;
            case LAST -> newest;
            case DELTA -> newest - oldest;
            case COUNT, GAP, RATIO, CONFIRMED ->
                throw new IllegalArgumentException(function + ": no function of one argument's entries alone");
        };
    }

    /** {@code x} over the mean; NaN where either is missing or the mean is 0. */
    double ratio(double x) {
        double ratio = x / mean();
        return mean() == 0 ? Double.NaN : ratio;
    }

    private double mean() {
        return sum / count;
    }

    /** The newest value that is not missing; NaN if there is none. */
    double newest() {
        return newest;
    }
}
