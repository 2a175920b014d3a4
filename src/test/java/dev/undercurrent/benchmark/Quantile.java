package dev.undercurrent.benchmark;

import java.util.Arrays;

/** Quantiles of a sample. */
final class Quantile {
    private Quantile() {}

    /** @return the value below which a share 0..1 of the values lies; NaN of none */
    static double of(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
    }

    /** The upper one of two in the middle; NaN of none. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
