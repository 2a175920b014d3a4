package dev.undercurrent.vae;

import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.NegativeBinomial;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The negative log-likelihood of raw counts in a graph, as {@link NegativeBinomial} has it: the decoder gives the
 * location of the standardised log mean. Arranged so that no two large terms cancel in 32 bits: for counts above 30
 * {@code ln Γ(k + r) − ln Γ(k + 1)} is Stirling's series with the logarithms' difference taken by {@code log1p}.
 */
final class CountLikelihood {
    private static final float GREATEST_LOG = 69.5f;

    private final Ops tf;
    private final Operand<TFloat32> mean;
    private final Operand<TFloat32> deviation;
    private final Operand<TFloat32> one;

    CountLikelihood(Ops tf, List<FeatureEncoding> features) {
        float[] means = new float[features.size()];
        float[] deviations = new float[features.size()];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) features.get(i).standardizer().mean();
            deviations[i] = (float) features.get(i).standardizer().deviation();
        }
        this.tf = tf;
        this.mean = tf.constant(means);
        this.deviation = tf.constant(deviations);
        this.one = tf.constant(1f);
    }

    /**
     * @param output {@code [..., T, n]}
     * @param x encoded counts, {@code [B, T, n]}
     * @param dispersion {@code [T, n]}
     * @return nats, {@code [..., T, n]}
     */
    Operand<TFloat32> surprise(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> dispersion) {
        Operand<TFloat32> k = counts(x);
        Operand<TFloat32> r = tf.math.reciprocal(dispersion);
        Operand<TFloat32> location = tf.math.add(mean, tf.math.mul(deviation, output));
        Operand<TFloat32> logMean = tf.clipByValue(location, tf.constant(-20f), tf.constant(70f));
        Operand<TFloat32> logRatio = tf.math.add(logMean, tf.math.log(dispersion)); // ln(μ / r)
        Operand<TFloat32> ratio = tf.math.exp(logRatio);
        Operand<TFloat32> zeros = tf.math.mul(r, tf.math.log1p(ratio));
        Operand<TFloat32> others = tf.math.mul(k, tf.math.log1p(tf.math.reciprocal(ratio)));
        Operand<TFloat32> binomial = tf.math.sub(
                tf.math.add(
                        tf.math.sub(logGammas(k, r), tf.math.lgamma(r)), constant(Math.log1p(-NegativeBinomial.TAIL))),
                tf.math.add(zeros, others));
        Operand<TFloat32> tail = tf.math.sub(
                constant(Math.log(NegativeBinomial.TAIL)),
                tf.math.add(tf.math.log1p(k), tf.math.log1p(tf.math.add(k, one))));
        Operand<TFloat32> gap = tf.math.neg(tf.math.abs(tf.math.sub(binomial, tail)));
        return tf.math.neg(tf.math.add(tf.math.maximum(binomial, tail), tf.math.log1p(tf.math.exp(gap))));
    }

    /** The raw counts again; exact up to about 10,000, beyond that to the precision of a float. */
    private Operand<TFloat32> counts(Operand<TFloat32> x) {
        Operand<TFloat32> three = tf.constant(3f);
        Operand<TFloat32> beyond = tf.math.maximum(tf.math.sub(tf.math.abs(x), three), tf.constant(0f));
        Operand<TFloat32> size = tf.math.add(tf.math.minimum(tf.math.abs(x), three), tf.math.expm1(beyond));
        Operand<TFloat32> logged = tf.math.add(mean, tf.math.mul(deviation, tf.math.mul(tf.math.sign(x), size)));
        Operand<TFloat32> bounded = tf.clipByValue(logged, tf.constant(0f), tf.constant(GREATEST_LOG));
        return tf.math.rint(tf.math.expm1(bounded));
    }

    /** {@code ln Γ(k + r) − ln Γ(k + 1)}. */
    private Operand<TFloat32> logGammas(Operand<TFloat32> k, Operand<TFloat32> r) {
        Operand<TFloat32> less = tf.math.sub(r, one);
        Operand<TFloat32> next = tf.math.add(k, one);
        Operand<TFloat32> sum = tf.math.add(k, r);
        Operand<TFloat32> exact = tf.math.sub(tf.math.lgamma(sum), tf.math.lgamma(next));
        Operand<TFloat32> difference = tf.math.log1p(tf.math.div(less, next));
        Operand<TFloat32> series = tf.math.add(
                tf.math.add(
                        tf.math.mul(tf.math.add(k, tf.constant(0.5f)), difference),
                        tf.math.mul(less, tf.math.sub(tf.math.log(sum), one))),
                tf.math.mul(tf.constant(1 / 12f), tf.math.sub(tf.math.reciprocal(sum), tf.math.reciprocal(next))));
        return tf.select(tf.math.greater(k, tf.constant(30f)), series, exact);
    }

    private Operand<TFloat32> constant(double value) {
        return tf.constant((float) value);
    }
}
