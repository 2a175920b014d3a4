package dev.undercurrent.score;

import java.util.Arrays;

/**
 * What a score means: the share of normal units that reach it. Ranks up to the tail, {@code (rank + 1) / (n + 1)}, and
 * a generalised Pareto distribution beyond, once there are 100 scores. Immutable.
 *
 * @param scores of normal units
 * @param tail of their largest 2 to 10 %
 */
public record TailCalibration(OrderStatistics scores, ParetoTail tail) {
    /** Knows nothing: every score's tail probability is 1. */
    public static final TailCalibration NONE = new TailCalibration(OrderStatistics.NONE, ParetoTail.NONE);

    private static final int KNOTS = 512;
    private static final double LEAST = 1e-15;

    /**
     * Calibrates on normal units' scores.
     *
     * @param scores in any order; those that are not finite are left out
     */
    public static TailCalibration of(double[] scores) {
        double[] sorted =
                Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
        return new TailCalibration(OrderStatistics.of(sorted, KNOTS), ParetoTail.fit(sorted));
    }

    /** Share of normal units with at least that score, in (0, 1]; falls with the score; 1 for NaN. */
    public double tailProbability(double score) {
        if (Double.isNaN(score)) {
            return 1;
        }
        if (tail.holds(score)) {
            return Math.max(LEAST, tail.probability(score));
        }
        return (scores.count() - scores.below(score) + 1) / (scores.count() + 1);
    }

    /**
     * The score from which on the tail probability is at most {@code probability}; infinite if no score is known to be
     * that rare.
     *
     * @param probability above 0, up to 1
     */
    public double quantile(double probability) {
        if (tail.scale() > 0 && probability <= tail.share()) {
            return tail.quantile(probability);
        }
        if (tailProbability(Double.MAX_VALUE) > probability) {
            return Double.POSITIVE_INFINITY;
        }
        double low = scores.quantile(0);
        double high = tail.scale() > 0 ? tail.threshold() : scores.quantile(1);
        if (tailProbability(high) > probability) {
            return Math.nextUp((float) high);
        }
        for (int i = 0; i < 60; i++) {
            double middle = low / 2 + high / 2;
            if (tailProbability(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
