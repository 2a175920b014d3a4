package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;

/**
 * The decoder's distributions: from its output to the negative log-likelihood of every scored feature, and to what was
 * expected. Lives while a graph is built.
 */
final class Likelihoods {
    /** The least squared scale, in encoded units: the variance floor. */
    private static final float LEAST_VARIANCE = 0.01f;
    /** The least dispersion of a count, a deviation of 3 % of the mean. */
    private static final float LEAST_DISPERSION = 0.001f;

    private static final float NU = 4;
    /** {@code ln Γ((ν + 1) / 2) − ln Γ(ν / 2) − ½ ln(ν π)} for ν = 4. */
    private static final float STUDENT = (float) (Math.log(3 * Math.sqrt(Math.PI) / 4) - 0.5 * Math.log(4 * Math.PI));

    private static final float NORMAL = (float) (-0.5 * Math.log(2 * Math.PI));

    private final Ops tf;
    private final List<Head> heads;
    private final int[] widths;
    private final List<? extends Operand<TFloat32>> spreads;

    /** @param scale the learned raw scales, {@code [T · D]} */
    Likelihoods(Ops tf, Encoding encoding, int history, Operand<TFloat32> scale) {
        this.tf = tf;
        this.heads = Head.of(encoding);
        this.widths = heads.stream().mapToInt(Head::width).toArray();
        Operand<TFloat32> bounded = tf.clipByValue(scale, tf.constant(-10f), tf.constant(10f));
        Operand<TFloat32> square = tf.math.exp(tf.math.mul(tf.constant(2f), bounded));
        this.spreads =
                Graphs.split(tf, tf.reshape(square, tf.constant(new int[] {history, encoding.columns()})), widths);
    }

    /**
     * Negative log-likelihood of every scored feature in nats, {@code [..., T, S]}, 0 where it is masked.
     *
     * @param output the decoder's, {@code [..., T, D]}
     * @param x the encoded rows, {@code [B, T, D]}
     * @param mask {@code [B, T, S]}
     */
    Operand<TFloat32> surprises(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> mask) {
        List<? extends Operand<TFloat32>> outputs = Graphs.split(tf, output, widths);
        List<? extends Operand<TFloat32>> targets = Graphs.split(tf, x, widths);
        List<Operand<TFloat32>> shares = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            Operand<TFloat32> share = surprise(head, outputs.get(i), targets.get(i), spreads.get(i));
            shares.add(
                    head.isJoint() || head.likelihood() == Likelihood.SOFTMAX
                            ? tf.reduceSum(share, tf.constant(-1), ReduceSum.keepDims(true))
                            : share);
        }
        return tf.math.mul(Graphs.concat(tf, shares, -1), mask);
    }

    private Operand<TFloat32> surprise(
            Head head, Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> spread) {
        return switch (head.likelihood()) {
            case STUDENT_T -> studentT(output, x, variance(spread));
            case GAUSSIAN -> gaussian(output, x, variance(spread));
            case NEGATIVE_BINOMIAL -> new CountLikelihood(tf, head.features()).surprise(output, x, dispersion(spread));
            case BERNOULLI -> bernoulli(logits(head, output), x);
            case SOFTMAX -> tf.math.neg(tf.math.mul(x, logSoftmax(output)));
            case AUTO -> throw new IllegalArgumentException("likelihood: AUTO (expected: a resolved one)");
        };
    }

    /** {@code −x ln p − (1 − x) ln(1 − p)}, of shares as of flags. */
    private Operand<TFloat32> bernoulli(Operand<TFloat32> logits, Operand<TFloat32> x) {
        return tf.math.sub(tf.math.softplus(logits), tf.math.mul(x, logits));
    }

    /**
     * The decoder says how far a rate is from its base rate: a rare one would take a short training to come down to.
     */
    private Operand<TFloat32> logits(Head head, Operand<TFloat32> output) {
        float[] base = new float[head.width()];
        for (int i = 0; i < base.length; i++) {
            double rate = head.features().get(i).standardizer().mean();
            base[i] = rate > 0 && rate < 1 ? (float) Math.log(rate / (1 - rate)) : 0;
        }
        return tf.math.add(output, tf.constant(base));
    }

    /** Over the last axis. TensorFlow's own op has a gradient that sums over axis 1 whatever the rank. */
    private Operand<TFloat32> logSoftmax(Operand<TFloat32> logits) {
        Operand<TFloat32> most = tf.stopGradient(tf.max(logits, tf.constant(-1), Max.keepDims(true)));
        Operand<TFloat32> shifted = tf.math.sub(logits, most);
        Operand<TFloat32> sum = tf.reduceSum(tf.math.exp(shifted), tf.constant(-1), ReduceSum.keepDims(true));
        return tf.math.sub(shifted, tf.math.log(sum));
    }

    private Operand<TFloat32> variance(Operand<TFloat32> spread) {
        return tf.math.add(spread, tf.constant(LEAST_VARIANCE));
    }

    private Operand<TFloat32> dispersion(Operand<TFloat32> spread) {
        return tf.math.add(spread, tf.constant(LEAST_DISPERSION));
    }

    private Operand<TFloat32> studentT(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> variance) {
        Operand<TFloat32> square = tf.math.square(tf.math.sub(x, output));
        Operand<TFloat32> inverse = tf.math.reciprocal(tf.math.mul(variance, tf.constant(NU)));
        Operand<TFloat32> distance = tf.math.log1p(tf.math.mul(square, inverse));
        Operand<TFloat32> constant =
                tf.math.sub(tf.math.mul(tf.math.log(variance), tf.constant(0.5f)), tf.constant(STUDENT));
        return tf.math.add(tf.math.mul(distance, tf.constant((NU + 1) / 2)), constant);
    }

    private Operand<TFloat32> gaussian(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> variance) {
        Operand<TFloat32> square = tf.math.square(tf.math.sub(x, output));
        Operand<TFloat32> inverse = tf.math.reciprocal(tf.math.mul(variance, tf.constant(2f)));
        Operand<TFloat32> constant =
                tf.math.sub(tf.math.mul(tf.math.log(variance), tf.constant(0.5f)), tf.constant(NORMAL));
        return tf.math.add(tf.math.mul(square, inverse), constant);
    }

    /** Location and scale of the last row. */
    record Expectation(Operand<TFloat32> location, Operand<TFloat32> scale) {}

    /**
     * What the decoder expects of the last row, averaged over draws: {@code [B, D]} each. The draws' own variance is
     * part of the scale. Of a single row the output is split and its softmax taken as {@link #surprises} does it, so
     * that TensorFlow does both once.
     *
     * @param output {@code [L, B, T, D]}
     */
    Expectation expectation(Operand<TFloat32> output, int history) {
        int columns = Arrays.stream(widths).sum();
        Operand<TFloat32> last = history == 1
                ? output
                : tf.slice(
                        output, tf.constant(new int[] {0, 0, history - 1, 0}), tf.constant(new int[] {-1, -1, 1, columns
                        }));
        List<? extends Operand<TFloat32>> outputs = Graphs.split(tf, last, widths);
        List<Operand<TFloat32>> locations = new ArrayList<>();
        List<Operand<TFloat32>> scales = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            Operand<TFloat32> draws = switch (head.likelihood()) {
                case BERNOULLI -> tf.math.sigmoid(logits(head, outputs.get(i)));
                case SOFTMAX -> tf.math.exp(logSoftmax(outputs.get(i)));
                default -> outputs.get(i);
            };
            Operand<TFloat32> mean = tf.math.mean(draws, tf.constant(0));
            Operand<TFloat32> spread = tf.slice(
                    spreads.get(i), tf.constant(new int[] {history - 1, 0}), tf.constant(new int[] {1, head.width()}));
            locations.add(mean);
            scales.add(scale(head, draws, mean, spread));
        }
        return new Expectation(flat(Graphs.concat(tf, locations, -1)), flat(Graphs.concat(tf, scales, -1)));
    }

    /** {@code [B, D]} of {@code [B, 1, D]}. */
    private Operand<TFloat32> flat(Operand<TFloat32> row) {
        return tf.squeeze(row, Squeeze.axis(List.of(1L)));
    }

    private Operand<TFloat32> scale(
            Head head, Operand<TFloat32> draws, Operand<TFloat32> mean, Operand<TFloat32> spread) {
        return switch (head.likelihood()) {
            case STUDENT_T, GAUSSIAN -> tf.math.sqrt(tf.math.add(variance(draws, mean), variance(spread)));
            case NEGATIVE_BINOMIAL -> {
                float[] square = new float[head.width()];
                for (int i = 0; i < square.length; i++) {
                    FeatureEncoding feature = head.features().get(i);
                    double deviation = feature.standardizer().deviation();
                    square[i] = (float) (deviation * deviation);
                }
                yield tf.math.add(tf.math.mul(variance(draws, mean), tf.constant(square)), dispersion(spread));
            }
            default -> tf.zerosLike(mean);
        };
    }

    private Operand<TFloat32> variance(Operand<TFloat32> draws, Operand<TFloat32> mean) {
        return tf.math.mean(tf.math.square(tf.math.sub(draws, mean)), tf.constant(0));
    }
}
