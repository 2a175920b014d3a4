package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * The distribution of one column, as {@link HeadLikelihood} has it for a graph: the decoder's output, its factor and
 * shift applied, is one line of draws. Location and scale are those of the draws that were last looked at.
 */
interface LineLikelihood {
    /** What the decoder's output is multiplied by. */
    float factor();

    /** What is then added to it. */
    float shift();

    /**
     * Negative log-likelihood in nats, averaged over the draws.
     *
     * @param x encoded
     */
    float surprise(DrawMeans means, float[] outputs, int at, float x);

    /** Where the encoded column is expected; of a flag its probability. */
    float location(DrawMeans means, float[] outputs, int at);

    /** By how much it may miss that, as {@code Encoding.expected} reads it. */
    float scale(DrawMeans means);
}
