package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * What a decoder makes of one {@link Head} of some rows; {@link HeadLikelihood} is the same for a graph. Not
 * thread-safe: one network owns it.
 */
interface LaneHead {
    /** What the decoder's output for a column is multiplied by. */
    float factor(int column);

    /** What is then added to it. */
    float shift(int column);

    /**
     * Looks at one row of history of each: tells its surprise of each column and, if asked for, what was expected.
     *
     * @param means turned to the decoder's output for these rows
     * @param line of the output, the head's first
     */
    void score(DrawMeans means, int line, LaneRows rows);
}
