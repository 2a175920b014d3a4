package dev.undercurrent.vae;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/** {@code −ln p} of a category's column, by a softmax over the columns. */
final class CategoryLikelihood implements HeadLikelihood {
    private final Ops tf;
    private final int history;
    private final int categories;

    /**
     * @param history {@code T}
     * @param categories {@code n}
     */
    CategoryLikelihood(Ops tf, int history, int categories) {
        this.tf = tf;
        this.history = history;
        this.categories = categories;
    }

    @Override
    public Operand<TFloat32> factor() {
        return tf.ones(tf.constant(new int[] {history * categories, 1}), TFloat32.class);
    }

    @Override
    public Operand<TFloat32> shift() {
        return tf.zeros(tf.constant(new int[] {history * categories, 1}), TFloat32.class);
    }

    /**
     * Logits less the greatest of their row, {@code [T, n, L · B]}. TensorFlow's own ops take longer for so few
     * columns, and the gradient of its log-softmax sums over axis 1 whatever the rank.
     */
    private Operand<TFloat32> shifted(Columns columns) {
        Operand<TFloat32> logits = rows(columns.output(), categories);
        return tf.math.sub(logits, tf.stopGradient(tf.max(logits, tf.constant(1), Max.keepDims(true))));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> rows) {
        return tf.reduceSum(rows, tf.constant(1), ReduceSum.keepDims(true));
    }

    /** {@code [T, width, N]} of {@code [T · width, N]}. */
    private Operand<TFloat32> rows(Operand<TFloat32> lines, int width) {
        return tf.reshape(lines, tf.constant(new int[] {history, width, -1}));
    }

    private Operand<TFloat32> lines(Operand<TFloat32> rows, int width) {
        return tf.reshape(rows, tf.constant(new int[] {history * width, -1}));
    }

    @Override
    public Operand<TFloat32> surprise(Columns columns) {
        Operand<TFloat32> shifted = shifted(columns);
        Operand<TFloat32> logSum = lines(tf.math.log(sum(tf.math.exp(shifted))), 1);
        Operand<TFloat32> x = rows(columns.x(), categories);
        Operand<TFloat32> known = tf.math.mul(x, rows(columns.mean(lines(shifted, categories)), categories));
        return tf.math.sub(columns.draws().mean(logSum, history), lines(sum(known), 1));
    }

    @Override
    public Operand<TFloat32> location(Columns columns) {
        Operand<TFloat32> weights = tf.math.exp(shifted(columns));
        return columns.mean(lines(tf.math.div(weights, sum(weights)), categories));
    }

    @Override
    public Operand<TFloat32> scale(Columns columns) {
        return tf.zerosLike(columns.x());
    }
}
