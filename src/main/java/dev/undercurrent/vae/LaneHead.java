package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * What a decoder makes of one {@link Head} of one row of history; {@link HeadLikelihood} is the same for a graph. Not
 * thread-safe: one network owns it.
 */
interface LaneHead {
    /** What the decoder's output for a column is multiplied by. */
    float factor(int column);

    /** What is then added to it. */
    float shift(int column);

    /** Takes what it needs of another chunk's values. */
    void begin(LaneRows rows);

    /**
     * Adds up a group of the chunk's draws.
     *
     * @param means turned to the decoder's output for them
     * @param line of the output, the head's first
     */
    void add(DrawMeans means, int line);

    /**
     * After the last group: tells the surprises and, if asked for, what was expected.
     *
     * @return how many surprises it told of a row: one a column, or one of all columns
     */
    int end(DrawMeans means, int line, LaneRows rows);
}
