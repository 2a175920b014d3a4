package dev.undercurrent.vae;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Draws of the latent code in a graph: what belongs to the rows of a batch is repeated for each, what they give is
 * averaged. All lie side by side, draw by draw, {@code L · B} of them: TensorFlow takes several times as long to
 * broadcast along an axis of their own.
 *
 * @param size {@code L}
 */
record Draws(Ops tf, int size) {
    /** {@code [L · B, n]} of {@code [B, n]}. */
    Operand<TFloat32> repeatRows(Operand<TFloat32> rows) {
        return size == 1 ? rows : tf.tile(rows, tf.constant(new int[] {size, 1}));
    }

    /** {@code [m, L · B]} of {@code [m, B]}. */
    Operand<TFloat32> repeat(Operand<TFloat32> columns) {
        return size == 1 ? columns : tf.tile(columns, tf.constant(new int[] {1, size}));
    }

    /** {@code [m, B]} of {@code [m, L · B]}. */
    Operand<TFloat32> mean(Operand<TFloat32> drawn, int m) {
        return size == 1
                ? drawn
                : tf.math.mean(tf.reshape(drawn, tf.constant(new int[] {m, size, -1})), tf.constant(1));
    }

    /**
     * The draws' own variance, to some 1e-6 of the squared mean: {@code [m, B]} of {@code [m, L · B]}.
     *
     * @param mean of {@code drawn}
     */
    Operand<TFloat32> variance(Operand<TFloat32> drawn, Operand<TFloat32> mean, int m) {
        return size == 1
                ? tf.zerosLike(mean)
                : tf.nn.relu(tf.math.sub(mean(tf.math.square(drawn), m), tf.math.square(mean)));
    }
}
