package dev.undercurrent.score;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * A sample's distribution in a few knots: some of its distinct values, each with the exact number of values below it
 * and equal to it; linear between them. Both ends are kept value by value, ties cost one knot. Values are held as
 * floats, and what is asked for is rounded the same way, so that equal stays equal. Immutable.
 */
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public final class OrderStatistics {
    /** Of no values. */
    public static final OrderStatistics NONE = new OrderStatistics(0, new float[0], new int[0], new int[0]);

    private final int count;
    private final float[] values;
    private final int[] below;
    private final int[] ties;

    @JsonCreator
    OrderStatistics(
            @JsonProperty("count") int count,
            @JsonProperty("values") float[] values,
            @JsonProperty("below") int[] below,
            @JsonProperty("ties") int[] ties) {
        if (below.length != values.length || ties.length != values.length) {
            throw new IllegalArgumentException("values: " + values.length + " (expected: as many as below and ties)");
        }
        int last = 0;
        for (int i = 0; i < values.length; i++) {
            boolean ascending = i == 0 ? !Float.isNaN(values[0]) : values[i] > values[i - 1];
            if (!ascending || below[i] < last || ties[i] < 1 || ties[i] > count - below[i]) {
                throw new IllegalArgumentException("knot " + i + ": " + values[i] + " (expected: ascending knots)");
            }
            last = below[i] + ties[i];
        }
        this.count = count;
        this.values = values;
        this.below = below;
        this.ties = ties;
    }

    /**
     * Compresses a sample.
     *
     * @param sample NaN is left out
     * @param knots most knots that are kept, at least 16; an eighth of them at each end
     */
    public static OrderStatistics of(double[] sample, int knots) {
        float[] sorted = new float[sample.length];
        int count = 0;
        for (double value : sample) {
            if (!Double.isNaN(value)) {
                sorted[count++] = narrow(value);
            }
        }
        Arrays.sort(sorted, 0, count);
        int[] starts = new int[count + 1];
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                starts[distinct++] = i;
            }
        }
        starts[distinct] = count;
        return knots(sorted, starts, chosen(starts, distinct, Math.max(16, knots)), count);
    }

    /** Which of the distinct values are kept, ascending. */
    private static int[] chosen(int[] starts, int distinct, int knots) {
        int[] kept = new int[Math.min(distinct, knots)];
        if (distinct <= knots) {
            Arrays.setAll(kept, i -> i);
            return kept;
        }
        int end = knots / 8;
        int size = 0;
        for (int i = 0; i < end; i++) {
            kept[size++] = i;
        }
        int between = knots - 2 * end;
        int from = starts[end];
        double step = (starts[distinct - end] - from) / (double) between;
        for (int i = 0; i < between; i++) {
            int found = Arrays.binarySearch(starts, 0, distinct, from + (int) (step * i));
            int run = found >= 0 ? found : -found - 2;
            if (run > kept[size - 1] && run < distinct - end) {
                kept[size++] = run;
            }
        }
        for (int i = distinct - end; i < distinct; i++) {
            kept[size++] = i;
        }
        return Arrays.copyOf(kept, size);
    }

    private static OrderStatistics knots(float[] sorted, int[] starts, int[] kept, int count) {
        float[] values = new float[kept.length];
        int[] below = new int[kept.length];
        int[] ties = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            below[i] = starts[kept[i]];
            ties[i] = starts[kept[i] + 1] - below[i];
            values[i] = sorted[below[i]];
        }
        return new OrderStatistics(count, values, below, ties);
    }

    /** How many values the sample had. */
    public int count() {
        return count;
    }

    /** How many of the sample's values are below {@code value}, a fraction between two knots. */
    public double below(double value) {
        float narrow = narrow(value);
        int knot = atOrAbove(narrow);
        return isAt(knot, narrow) ? below[knot] : between(knot, narrow);
    }

    /** How many of the sample's values are as far out as {@code value}, counted from the nearer end; in one search. */
    public double atLeastAsFarOut(double value) {
        float narrow = narrow(value);
        int knot = atOrAbove(narrow);
        if (isAt(knot, narrow)) {
            return Math.min(count - below[knot], below[knot] + ties[knot]);
        }
        double rank = between(knot, narrow);
        return Math.min(count - rank, rank);
    }

    /**
     * The first knot that is not below a value. Halves what is left whatever the value is, so that the processor has no
     * branch to foretell wrongly.
     */
    private int atOrAbove(float value) {
        int from = 0;
        for (int left = values.length; left > 0; ) {
            int half = (left + 1) / 2;
            from += values[from + half - 1] < value ? half : 0;
            left -= half;
        }
        return from;
    }

    private boolean isAt(int knot, float value) {
        return knot < values.length && values[knot] == value;
    }

    private double between(int knot, float value) {
        if (knot == 0) {
            return 0;
        }
        if (knot == values.length) {
            return count;
        }
        double width = (double) values[knot] - values[knot - 1];
        double from = below[knot - 1] + ties[knot - 1];
        return from + (value - (double) values[knot - 1]) / width * (below[knot] - from);
    }

    /**
     * The value below which the given share of the sample lies; NaN for no sample.
     *
     * @param share 0..1
     */
    public double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        double rank = share * (count - 1);
        int found = Arrays.binarySearch(below, (int) rank);
        int knot = found >= 0 ? found : -found - 2;
        double last = below[knot] + ties[knot] - 1.0;
        if (rank <= last || knot == values.length - 1) {
            return values[knot];
        }
        double part = (rank - last) / (below[knot + 1] - last);
        return values[knot] + part * ((double) values[knot + 1] - values[knot]);
    }

    private static float narrow(double value) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value)) + 0f;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderStatistics that
                && count == that.count
                && Arrays.equals(values, that.values)
                && Arrays.equals(below, that.below)
                && Arrays.equals(ties, that.ties);
    }

    @Override
    public int hashCode() {
        return 31 * count + Arrays.hashCode(values);
    }
}
