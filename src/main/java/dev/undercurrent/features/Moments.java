package dev.undercurrent.features;

/**
 * Mean, population deviation and skewness of a sample whose far-out values were drawn in. Immutable.
 *
 * @param mean in the sample's unit
 * @param deviation not negative
 * @param skewness 0 for a constant
 */
record Moments(double mean, double deviation, double skewness) {
    private static final double WIDTHS = 10;

    /**
     * Moments of sorted values. All but a thousandth at either end, at least one value, are the bulk; what lies more
     * than ten times the bulk's width outside of it is moved to that limit. A bulk without width limits nothing.
     */
    static Moments ofSorted(double[] sorted) {
        int n = sorted.length;
        int end = n < 20 ? 0 : Math.max(1, n / 1000);
        double low = sorted[end];
        double high = sorted[n - 1 - end];
        double reach = high > low ? WIDTHS * (high - low) : Double.POSITIVE_INFINITY;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (Math.max(low - reach, Math.min(high + reach, sorted[i])) - mean) / (i + 1);
        }
        double square = 0;
        double cube = 0;
        for (double value : sorted) {
            double d = Math.max(low - reach, Math.min(high + reach, value)) - mean;
            square += d * d;
            cube += d * d * d;
        }
        double deviation = Math.sqrt(square / n);
        double skewness = deviation > 0 ? cube / n / (deviation * deviation * deviation) : 0;
        return new Moments(mean, deviation, Double.isFinite(skewness) ? skewness : 0);
    }
}
