package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * The decoder's distributions: from its last hidden layer to the negative log-likelihood of every scored feature, and
 * to what was expected, both averaged over draws of the latent code. Lives while a graph is built.
 */
final class Likelihoods {
    private final Ops tf;
    private final Encoding encoding;
    private final int history;
    private final List<Head> heads;
    private final List<HeadLikelihood> likelihoods = new ArrayList<>();
    private final List<Columns> columns = new ArrayList<>();

    /**
     * @param weights {@code output.w}, {@code output.b} and {@code scale} of {@link VaeSpec#shapes}
     * @param hidden the decoder's last hidden layer, {@code [L · B, H]}, draw by draw
     * @param x the encoded rows, {@code [B, T · D]}
     */
    Likelihoods(
            Draws draws,
            Encoding encoding,
            int history,
            Function<String, Operand<TFloat32>> weights,
            Operand<TFloat32> hidden,
            Operand<TFloat32> x) {
        this.tf = draws.tf();
        this.encoding = encoding;
        this.history = history;
        this.heads = Head.of(encoding);
        int[] sizes = heads.stream().mapToInt(head -> history * head.width()).toArray();
        Operand<TFloat32> scale = tf.clipByValue(weights.apply("scale"), tf.constant(-10f), tf.constant(10f));
        Operand<TFloat32> spread = lines(tf.math.exp(tf.math.mul(tf.constant(2f), scale)));
        List<? extends Operand<TFloat32>> spreads = Graphs.split(tf, spread, sizes, 0);
        List<Operand<TFloat32>> factors = new ArrayList<>();
        List<Operand<TFloat32>> shifts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            HeadLikelihood likelihood = likelihood(heads.get(i), spreads.get(i));
            likelihoods.add(likelihood);
            factors.add(likelihood.factor());
            shifts.add(likelihood.shift());
        }
        Operand<TFloat32> output =
                outputs(hidden, weights, Graphs.concat(tf, factors, 0), Graphs.concat(tf, shifts, 0));
        List<? extends Operand<TFloat32>> outputs = Graphs.split(tf, output, sizes, 0);
        List<? extends Operand<TFloat32>> targets = Graphs.split(tf, lines(x), sizes, 0);
        for (int i = 0; i < sizes.length; i++) {
            columns.add(new Columns(draws, sizes[i], outputs.get(i), targets.get(i)));
        }
    }

    /** {@code [T · D, L · B]}. By rows first: TensorFlow takes longer for a product of this shape. */
    private Operand<TFloat32> outputs(
            Operand<TFloat32> hidden,
            Function<String, Operand<TFloat32>> weights,
            Operand<TFloat32> factor,
            Operand<TFloat32> shift) {
        Operand<TFloat32> scaled = tf.math.mul(lines(weights.apply("output.w")), factor);
        Operand<TFloat32> bias = tf.math.add(tf.math.mul(lines(weights.apply("output.b")), factor), shift);
        Operand<TFloat32> rows = tf.nn.biasAdd(
                tf.linalg.matMul(hidden, transposed(scaled)), tf.reshape(bias, tf.constant(new int[] {-1})));
        return transposed(rows);
    }

    /** Not by the op of that name: with oneDNN it takes some 70 µs a call, however little there is to move. */
    private Operand<TFloat32> transposed(Operand<TFloat32> matrix) {
        return tf.linalg.einsum(List.of(matrix), "ij->ji");
    }

    private HeadLikelihood likelihood(Head head, Operand<TFloat32> spread) {
        return switch (head.likelihood()) {
            case STUDENT_T -> new NumberLikelihood(tf, true, spread);
            case GAUSSIAN -> new NumberLikelihood(tf, false, spread);
            case NEGATIVE_BINOMIAL -> new CountLikelihood(tf, head.features(), history, spread);
            case BERNOULLI -> new FlagLikelihood(tf, head.features(), history);
            case SOFTMAX -> new CategoryLikelihood(tf, history, head.width());
            case AUTO -> throw new IllegalArgumentException("likelihood: AUTO (expected: a resolved one)");
        };
    }

    /** {@code [T · D, N]} of {@code [N, T · D]}, or of {@code [T · D]} with N = 1: the lines of a head side by side. */
    private Operand<TFloat32> lines(Operand<TFloat32> all) {
        Operand<TFloat32> rows = tf.reshape(all, tf.constant(new int[] {-1, history * encoding.columns()}));
        Operand<TFloat32> lines = transposed(rows);
        if (history == 1) {
            return lines;
        }
        int[] widths = heads.stream().mapToInt(Head::width).toArray();
        Operand<TFloat32> byRow = tf.reshape(lines, tf.constant(new int[] {history, encoding.columns(), -1}));
        List<Operand<TFloat32>> parts = new ArrayList<>();
        for (Operand<TFloat32> part : Graphs.split(tf, byRow, widths, 1)) {
            parts.add(tf.reshape(part, tf.constant(new int[] {history * widths[parts.size()], -1})));
        }
        return Graphs.concat(tf, parts, 0);
    }

    /**
     * Negative log-likelihood of every scored feature in nats, summed over the rows of history, 0 where it is masked:
     * {@code [B, S]}.
     *
     * @param mask {@code [B, T · S]}
     */
    Operand<TFloat32> surprises(Operand<TFloat32> mask) {
        List<Operand<TFloat32>> shares = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            Operand<TFloat32> share = likelihoods.get(i).surprise(columns.get(i));
            boolean isOne = heads.get(i).likelihood() == Likelihood.SOFTMAX;
            boolean adds = heads.get(i).isJoint() && !isOne;
            Operand<TFloat32> rows = rows(share, isOne ? 1 : heads.get(i).width());
            shares.add(adds ? tf.reduceSum(rows, tf.constant(1), ReduceSum.keepDims(true)) : rows);
        }
        Operand<TFloat32> all =
                tf.linalg.transpose(Graphs.concat(tf, shares, 1), tf.constant(new int[] {2, 0, 1})); // [B, T, S]
        Operand<TFloat32> seen = tf.reshape(mask, tf.constant(new int[] {-1, history, encoding.shares()}));
        return tf.reduceSum(tf.math.mul(all, seen), tf.constant(1));
    }

    /** {@code [T, width, B]}. */
    private Operand<TFloat32> rows(Operand<TFloat32> lines, int width) {
        return tf.reshape(lines, tf.constant(new int[] {history, width, -1}));
    }

    /** Location of the last row, {@code [B, D]}: what the decoder expects, for {@link Encoding#expected}. */
    Operand<TFloat32> location() {
        return last(HeadLikelihood::location);
    }

    /** Scale of the last row, {@code [B, D]}; the draws' own variance is part of it. */
    Operand<TFloat32> scale() {
        return last(HeadLikelihood::scale);
    }

    private Operand<TFloat32> last(BiFunction<HeadLikelihood, Columns, Operand<TFloat32>> what) {
        List<Operand<TFloat32>> lines = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            int width = heads.get(i).width();
            Operand<TFloat32> all = what.apply(likelihoods.get(i), columns.get(i));
            lines.add(
                    history == 1
                            ? all
                            : tf.slice(all, tf.constant(new int[] {(history - 1) * width, 0}), tf.constant(new int[] {
                                width, -1
                            })));
        }
        return transposed(Graphs.concat(tf, lines, 0));
    }
}
