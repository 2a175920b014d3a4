package dev.undercurrent.vae;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a decoder makes of the {@link Columns} of one {@link Head} in a graph. It first says what is to be done to the
 * decoder's output, which costs nothing as a part of the output weights.
 */
interface HeadLikelihood {
    /** What the output is multiplied by, {@code [m, 1]}. */
    Operand<TFloat32> factor();

    /** What is then added to it, {@code [m, 1]}. */
    Operand<TFloat32> shift();

    /** Negative log-likelihood in nats, averaged over the draws: {@code [m, B]}, of a category {@code [T, B]}. */
    Operand<TFloat32> surprise(Columns columns);

    /** Where the encoded columns are expected; of flags and categories their probabilities: {@code [m, B]}. */
    Operand<TFloat32> location(Columns columns);

    /** By how much they may miss it, the draws' own variance included, as {@code Encoding.expected} reads it. */
    Operand<TFloat32> scale(Columns columns);
}
