package dev.undercurrent.features;

/**
 * The distribution of counts: negative binomial with variance {@code mean + dispersion · mean²}, mixed with a heavy
 * tail {@code ε / ((k + 1)(k + 2))} so that one wild count costs {@code 2 ln k} nats and not {@code k}.
 */
public final class NegativeBinomial {
    /** From here on the gamma distribution's quantiles are within a count or a hundredth. */
    private static final double MANY = 30;

    private static final double FAIRLY_EVEN = 0.25;
    /** Where counting takes too long. */
    private static final double VERY_MANY = 1000;

    /** Weight ε of the heavy tail. */
    public static final double TAIL = 1e-3;

    private NegativeBinomial() {}

    /** {@code ln p(k)} of the mixture, in nats. */
    public static double logProbability(double k, double mean, double dispersion) {
        double r = 1 / dispersion;
        double binomial =
                logCoefficient(k, r) - r * Math.log1p(mean / r) - k * Math.log1p(r / mean) + Math.log1p(-TAIL);
        double tail = Math.log(TAIL) - Math.log1p(k) - Math.log(k + 2);
        return Math.max(binomial, tail) + Math.log1p(Math.exp(-Math.abs(binomial - tail)));
    }

    /**
     * The least count with at least that probability below or at it, without the heavy tail; of a large mean that of
     * the gamma distribution of the same mean and variance (Wilson &amp; Hilferty, "The Distribution of Chi-Square",
     * 1931).
     *
     * @param normal the same quantile of the standard normal distribution
     */
    static double quantile(double probability, double normal, double mean, double dispersion) {
        if (mean > VERY_MANY || (mean > MANY && dispersion <= FAIRLY_EVEN)) {
            double shape = 1 / (1 / mean + dispersion);
            double root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
            return Math.rint(mean * Math.max(0, root * root * root));
        }
        double r = 1 / dispersion;
        double p = Math.exp(-r * Math.log1p(mean / r));
        double ratio = mean / (r + mean);
        double sum = p;
        int k = 0;
        while (sum < probability && k < 100_000) {
            p *= (k + r) / (k + 1) * ratio;
            k++;
            sum += p;
        }
        return k;
    }

    /**
     * {@code ln Γ(k + r) − ln Γ(k + 1) − ln Γ(r)}. For counts above 30 the first two are Stirling's series with the
     * logarithms' difference taken by {@code log1p}, so that no two large terms cancel.
     */
    public static double logCoefficient(double k, double r) {
        if (k <= 30) {
            return logGamma(k + r) - logGamma(k + 1) - logGamma(r);
        }
        double difference = (k + 0.5) * Math.log1p((r - 1) / (k + 1)) + (r - 1) * (Math.log(k + r) - 1);
        return difference + stirling(k + r) - stirling(k + 1) - logGamma(r);
    }

    /** {@code ln Γ(x)} for x above 0, by Stirling's series from 15 on. */
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 15) {
            shift += Math.log(y);
            y++;
        }
        return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + stirling(y) - shift;
    }

    /** What Stirling's series adds to {@code (x − ½) ln x − x + ½ ln 2π}. */
    private static double stirling(double x) {
        double inverse = 1 / (x * x);
        return (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
    }
}
