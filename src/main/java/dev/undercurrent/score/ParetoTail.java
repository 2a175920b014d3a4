package dev.undercurrent.score;

import java.util.Arrays;

/**
 * A generalised Pareto distribution of what exceeds a threshold: {@code P(X − threshold > y) = (1 + shape y /
 * scale)^(−1/shape)}, exponential for shape 0. Immutable.
 *
 * <p>Peaks over threshold as in Siffer, Fouque, Termier &amp; Largouët, "Anomaly Detection in Streams with Extreme
 * Value Theory", 2017. Their maximum likelihood (Grimshaw) has no solution for some small samples; the shape is
 * therefore estimated as in Zhang &amp; Stephens, "A New and Efficient Estimation Method for the Generalized Pareto
 * Distribution", 2009, a weighted mean over a grid that always exists, shrunk towards the exponential by ten
 * observations' weight, and the scale by maximum likelihood given that shape. A negative shape is taken for 0: an upper
 * end of all scores cannot be known from a sample.
 *
 * @param threshold the score above which it holds
 * @param share probability of a score above the threshold
 * @param scale in the score's unit; 0 for no tail at all
 * @param shape 0..1, larger is heavier
 */
public record ParetoTail(double threshold, double share, double scale, double shape) {
    /** Too little was seen to say anything beyond it. */
    public static final ParetoTail NONE = new ParetoTail(Double.MAX_VALUE, 0, 0, 0);

    private static final int LEAST = 10;
    private static final double PRIOR_WEIGHT = 10;

    public ParetoTail {
        if (!(scale >= 0 && shape >= 0 && shape <= 1 && share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("tail: scale " + scale + ", shape " + shape + ", share " + share
                    + " (expected: scale >= 0, shape 0..1, share 0..1)");
        }
    }

    /**
     * Fits the tail of a sample.
     *
     * @param sorted ascending, finite
     */
    static ParetoTail fit(double[] sorted) {
        int count = sorted.length;
        if (count < 10 * LEAST) {
            return NONE;
        }
        double wanted = Math.max(0.02, Math.min(0.1, 100.0 / count));
        double threshold = sorted[count - 1 - (int) (wanted * count)];
        int first = count;
        while (sorted[first - 1] > threshold) {
            first--;
        }
        if (count - first < LEAST) {
            return NONE;
        }
        double[] excesses = new double[count - first];
        for (int i = 0; i < excesses.length; i++) {
            excesses[i] = sorted[first + i] - threshold;
        }
        double shape = shape(excesses);
        return new ParetoTail(threshold, (excesses.length + 1.0) / (count + 1.0), scale(excesses, shape), shape);
    }

    private static double shape(double[] excesses) {
        int count = excesses.length;
        int grid = 30 + (int) Math.sqrt(count);
        double quartile = excesses[(int) (count / 4.0 + 0.5) - 1];
        double[] rates = new double[grid];
        double[] likelihoods = new double[grid];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < grid; i++) {
            rates[i] = 1 / excesses[count - 1] + (1 - Math.sqrt(grid / (i + 0.5))) / (3 * quartile);
            double shape = meanLog(excesses, rates[i]);
            likelihoods[i] = count * (Math.log(-rates[i] / shape) - shape - 1);
            best = likelihoods[i] > best ? likelihoods[i] : best; // passes over the NaN of a rate that happens to be 0
        }
        double weights = 0;
        double rate = 0;
        for (int i = 0; i < grid; i++) {
            double weight = Math.exp(likelihoods[i] - best);
            if (weight > 0) { // that NaN is left out too
                weights += weight;
                rate += weight * rates[i];
            }
        }
        double shape = count * meanLog(excesses, rate / weights) / (count + PRIOR_WEIGHT);
        return Math.max(0, Math.min(1, Double.isNaN(shape) ? 0 : shape));
    }

    private static double meanLog(double[] excesses, double rate) {
        double sum = 0;
        for (double excess : excesses) {
            sum += Math.log1p(-rate * excess);
        }
        return sum / excesses.length;
    }

    /** Solves {@code mean((1 + shape) x / (scale + shape x)) = 1}, whose left side falls as the scale grows. */
    private static double scale(double[] excesses, double shape) {
        double mean = Arrays.stream(excesses).average().orElseThrow();
        double low = 0;
        double high = (1 + shape) * mean;
        for (int i = 0; i < 60; i++) {
            double scale = (low + high) / 2;
            double sum = 0;
            for (double excess : excesses) {
                sum += (1 + shape) * excess / (scale + shape * excess);
            }
            if (sum > excesses.length) {
                low = scale;
            } else {
                high = scale;
            }
        }
        return high;
    }

    /** Whether the score lies in this tail. */
    boolean holds(double score) {
        return scale > 0 && score > threshold;
    }

    /** Probability of at least that score, which must lie in the tail. */
    double probability(double score) {
        double excess = (score - threshold) / scale;
        return share * (shape < 1e-9 ? Math.exp(-excess) : Math.exp(-Math.log1p(shape * excess) / shape));
    }

    /** The score that is reached with a probability below {@link #share}. */
    double quantile(double probability) {
        double rarity = Math.log(share / probability);
        return threshold + scale * (shape < 1e-9 ? rarity : Math.expm1(shape * rarity) / shape);
    }
}
