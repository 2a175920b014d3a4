package dev.undercurrent.vae;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The columns of one {@link Head}, those of every row of history, {@code m = T · n}, as the lines of matrices: a head
 * is then a part of memory, and what belongs to a column is met once a line.
 *
 * @param size {@code m}
 * @param output of the decoder, mapped as the head's likelihood wants it, {@code [m, L · B]}
 * @param x encoded, {@code [m, B]}
 */
record Columns(Draws draws, int size, Operand<TFloat32> output, Operand<TFloat32> x) {
    /** {@code [m, B]} of {@code [m, L · B]}. */
    Operand<TFloat32> mean(Operand<TFloat32> drawn) {
        return draws.mean(drawn, size);
    }

    /** The draws' own variance of the output, {@code [m, B]}. */
    Operand<TFloat32> variance() {
        return draws.variance(output, mean(output), size);
    }
}
