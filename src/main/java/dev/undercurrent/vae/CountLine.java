package dev.undercurrent.vae;

import dev.undercurrent.features.NegativeBinomial;
import dev.undercurrent.simd.DrawMeans;

/** One line of a {@link CountLikelihood}. What depends on the count alone is kept for the counts that are common. */
final class CountLine implements LineLikelihood {
    private static final int KNOWN = 256;
    private static final double LOG_TAIL = Math.log(NegativeBinomial.TAIL);

    private final double mean;
    private final double deviation;
    private final double dispersion;
    private final float r;
    private final float shift;
    private final float[] tails = new float[KNOWN];
    private final float[] aboves = new float[KNOWN];

    /**
     * @param mean of the logarithm, and its deviation
     * @param dispersion never below the least
     */
    CountLine(double mean, double deviation, double dispersion) {
        this.mean = mean;
        this.deviation = deviation;
        this.dispersion = dispersion;
        this.r = (float) (1 / dispersion);
        this.shift = (float) (mean + Math.log(dispersion));
        for (int k = 0; k < KNOWN; k++) {
            tails[k] = (float) tail(k);
            aboves[k] = (float) above(k);
        }
    }

    @Override
    public float factor() {
        return (float) deviation;
    }

    @Override
    public float shift() {
        return shift;
    }

    @Override
    public float surprise(DrawMeans means, float[] outputs, int at, float x) {
        double k = count(x);
        boolean known = k < KNOWN;
        float tail = known ? tails[(int) k] : (float) tail(k);
        means.counts(outputs, at, (float) k, r, known ? aboves[(int) k] : (float) above(k));
        return -(tail + means.term());
    }

    /** The raw count again; exact up to about 10,000, beyond that to the precision of a float. */
    private double count(float x) {
        double size = Math.abs(x);
        double whole = size > 3 ? 2 + Math.exp(size - 3) : size;
        double logged = mean + deviation * Math.copySign(whole, x);
        return Math.rint(Math.exp(Math.max(0, Math.min(CountLikelihood.GREATEST_LOG, logged))) - 1);
    }

    private static double tail(double k) {
        return LOG_TAIL - Math.log1p(k) - Math.log(k + 2);
    }

    /** By how much the negative binomial's part that no draw has a say in is above the tail. */
    private double above(double k) {
        return NegativeBinomial.logCoefficient(k, 1 / dispersion) + Math.log1p(-NegativeBinomial.TAIL) - tail(k);
    }

    @Override
    public float location(DrawMeans means, float[] outputs, int at) {
        return (float) ((means.output() - shift) / deviation);
    }

    @Override
    public float scale(DrawMeans means) {
        return (float) (means.variance() + dispersion);
    }
}
