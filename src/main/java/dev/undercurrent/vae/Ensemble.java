package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.List;

/** The members of a model version, ready to score encoded rows. Not thread-safe. */
interface Ensemble extends AutoCloseable {
    /** Makes one; {@link Engine#build} does. */
    interface Factory {
        /**
         * @param history the longest of the members'
         * @param noise {@code [L, K]}
         */
        Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise);
    }

    /**
     * Scores the first rows of a batch.
     *
     * @param rows at least 1
     */
    NetScores score(Inputs.Batch batch, int rows);

    @Override
    void close();
}
