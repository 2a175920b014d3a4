package dev.undercurrent.window;

/**
 * What one argument comes to over entries that are added from the newest to the oldest. Moments by Welford's update,
 * because {@code E[x²] − E[x]²} cancels. Not thread-safe.
 */
final class Accumulator {
    private final WindowGroup.Argument argument;
    private final boolean distinct;
    private final LongSet values = new LongSet();
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

    /** @param distinct whether distinct values are asked for */
    Accumulator(WindowGroup.Argument argument, boolean distinct) {
        this.argument = argument;
        this.distinct = distinct;
    }

    void clear() {
        values.clear();
        count = 0;
        sum = 0;
        mean = 0;
        squares = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        newest = Double.NaN;
        oldest = Double.NaN;
    }

    void add(long time, long bits) {
        if (argument.isMissing(bits)) {
            return;
        }
        if (distinct) {
            values.add(bits);
        }
        if (!argument.text()) {
            addNumber(time, Double.longBitsToDouble(bits));
        }
    }

    private void addNumber(long time, double x) {
        if (count == 0) {
            newest = x;
            newestTime = time;
        }
        oldest = x;
        oldestTime = time;
        count++;
        sum += x;
        double delta = x - mean;
        mean += delta / count;
        squares += delta * (x - mean);
        min = Math.min(min, x);
        max = Math.max(max, x);
    }

    /** The value of a function of this argument; NaN where it is undefined. */
    double value(AggregateFunction function) {
        return switch (function) {
            case SUM -> count == 0 ? Double.NaN : sum;
            case MEAN -> mean();
            case STD -> count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
            case MIN -> count == 0 ? Double.NaN : min;
            case MAX -> count == 0 ? Double.NaN : max;
            case DISTINCT -> values.size();
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
        return count == 0 ? Double.NaN : mean;
    }

    /** The newest value that is not missing; NaN if there is none. */
    double newest() {
        return newest;
    }
}
