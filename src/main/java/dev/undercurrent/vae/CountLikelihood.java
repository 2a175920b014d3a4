package dev.undercurrent.vae;

import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.NegativeBinomial;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Raw counts, as {@link NegativeBinomial} has them: the decoder gives the location of the standardised log mean. Its
 * output is mapped to {@code λ = ln(μ / r)}, by which, with {@code q = ln(1 + exp(−|λ|))},
 *
 * <p>{@code −k ln(μ / (μ + r)) − r ln(r / (μ + r)) = (k + r) q + r max(λ, 0) + k max(−λ, 0)}
 *
 * <p>so that no two large terms cancel in 32 bits. For counts above 30 {@code ln Γ(k + r) − ln Γ(k + 1)} is Stirling's
 * series with the logarithms' difference taken by {@code log1p}.
 */
final class CountLikelihood implements HeadLikelihood {
    /** The least dispersion, a deviation of 3 % of the mean. */
    static final float LEAST_DISPERSION = 0.001f;

    static final float GREATEST_LOG = 69.5f;

    private final Ops tf;
    private final Operand<TFloat32> mean;
    private final Operand<TFloat32> deviation;
    private final Operand<TFloat32> dispersion;
    private final Operand<TFloat32> shift;
    private final Operand<TFloat32> one;

    /**
     * @param features of one row of history
     * @param history {@code T}
     * @param spread dispersions above the least, {@code [m, 1]}
     */
    CountLikelihood(Ops tf, List<FeatureEncoding> features, int history, Operand<TFloat32> spread) {
        float[] means = new float[history * features.size()];
        float[] deviations = new float[means.length];
        for (int i = 0; i < means.length; i++) {
            FeatureEncoding feature = features.get(i % features.size());
            means[i] = (float) feature.standardizer().mean();
            deviations[i] = (float) feature.standardizer().deviation();
        }
        this.tf = tf;
        this.mean = tf.constant(Shape.of(means.length, 1), DataBuffers.of(means));
        this.deviation = tf.constant(Shape.of(means.length, 1), DataBuffers.of(deviations));
        this.dispersion = tf.math.add(spread, tf.constant(LEAST_DISPERSION));
        this.shift = tf.math.add(mean, tf.math.log(dispersion));
        this.one = tf.constant(1f);
    }

    @Override
    public Operand<TFloat32> factor() {
        return deviation;
    }

    @Override
    public Operand<TFloat32> shift() {
        return shift;
    }

    @Override
    public Operand<TFloat32> surprise(Columns columns) {
        Operand<TFloat32> k = counts(columns.x());
        Operand<TFloat32> r = tf.math.reciprocal(dispersion);
        Operand<TFloat32> known = tf.math.add(
                tf.math.sub(logGammas(k, r), tf.math.lgamma(r)), constant(Math.log1p(-NegativeBinomial.TAIL)));
        Operand<TFloat32> tail = tf.math.sub(
                constant(Math.log(NegativeBinomial.TAIL)),
                tf.math.add(tf.math.log1p(k), tf.math.log1p(tf.math.add(k, one))));
        Operand<TFloat32> above = tf.math.sub(columns.draws().repeat(tf.math.sub(known, tail)), drawn(columns, k, r));
        Operand<TFloat32> mixed = tf.math.add(tf.nn.relu(above), tf.math.log1p(fading(above)));
        return tf.math.neg(tf.math.add(tail, columns.mean(mixed)));
    }

    /** {@code (k + r) q + r max(λ, 0) + k max(−λ, 0)} of every draw, {@code [m, L · B]}. */
    private Operand<TFloat32> drawn(Columns columns, Operand<TFloat32> k, Operand<TFloat32> r) {
        Draws draws = columns.draws();
        Operand<TFloat32> logRatio = columns.output();
        Operand<TFloat32> zeros = tf.math.mul(tf.nn.relu(logRatio), r);
        Operand<TFloat32> others = tf.math.mul(tf.nn.relu(tf.math.neg(logRatio)), draws.repeat(k));
        Operand<TFloat32> both = tf.math.mul(tf.math.log1p(fading(logRatio)), draws.repeat(tf.math.add(k, r)));
        return tf.math.addN(List.of(zeros, others, both));
    }

    /** {@code exp(−|v|)}. */
    private Operand<TFloat32> fading(Operand<TFloat32> v) {
        return tf.math.exp(tf.math.neg(tf.math.abs(v)));
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

    @Override
    public Operand<TFloat32> location(Columns columns) {
        return tf.math.div(tf.math.sub(columns.mean(columns.output()), shift), deviation);
    }

    @Override
    public Operand<TFloat32> scale(Columns columns) {
        return tf.math.add(columns.variance(), dispersion);
    }

    private Operand<TFloat32> constant(double value) {
        return tf.constant((float) value);
    }
}
