package dev.undercurrent.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of single keys in time order, as statistics see them. */
final class Series {
    private static final int MOST_KEYS = 12;
    private static final int MOST_ROWS = 4000;

    private Series() {}

    /** Each key's values of a column in time order, without absent ones; of the first keys and rows only. */
    static List<double[]> of(Column column, @Nullable Column key, Clock clock) {
        Map<Double, double[]> values = new HashMap<>();
        Map<Double, Integer> sizes = new HashMap<>();
        for (int row : clock.order()) {
            double name = key == null ? 0.0 : key.value(row);
            double value = column.value(row);
            int size = sizes.getOrDefault(name, 0);
            boolean room = size < MOST_ROWS && (size > 0 || sizes.size() < MOST_KEYS);
            if (room && !Double.isNaN(value)) {
                values.computeIfAbsent(name, any -> new double[MOST_ROWS])[size] = value;
                sizes.put(name, size + 1);
            }
        }
        List<double[]> series = new ArrayList<>();
        values.forEach((name, all) -> series.add(Arrays.copyOf(all, sizes.getOrDefault(name, 0))));
        return series;
    }

    /** Spearman's rank correlation of the values with those {@code lag} later; 0 for constant ones. */
    static double autocorrelation(double[] values, int lag) {
        int n = values.length - lag;
        if (n < 10) {
            return 0;
        }
        double[] ranks = ranks(values);
        double before = Arrays.stream(ranks, 0, n).average().orElse(0);
        double after = Arrays.stream(ranks, lag, n + lag).average().orElse(0);
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < n; i++) {
            double x = ranks[i] - before;
            double y = ranks[i + lag] - after;
            both += x * y;
            first += x * x;
            second += y * y;
        }
        return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
    }

    /** The middle of the places that equal values would share. */
    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Map<Double, Double> rank = new HashMap<>();
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            rank.put(sorted[i], (i + end - 1) / 2.0);
            i = end;
        }
        return Arrays.stream(values).map(value -> rank.getOrDefault(value, 0.0)).toArray();
    }

    /**
     * Whether keys lie apart by several times what one key varies by, so that raw values would tell keys, not events.
     */
    static boolean differInScale(List<double[]> series) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        double[] spreads = new double[series.size()];
        for (int i = 0; i < spreads.length; i++) {
            double[] sorted = series.get(i).clone();
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            spreads[i] = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
            low = Math.min(low, median);
            high = Math.max(high, median);
        }
        Arrays.sort(spreads);
        boolean levels = spreads.length > 1 && high - low > 4 * spreads[spreads.length / 2];
        boolean widths = spreads.length > 1 && spreads[spreads.length - 1] > 10 * spreads[0];
        return levels || widths;
    }
}
