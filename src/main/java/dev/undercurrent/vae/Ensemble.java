package dev.undercurrent.vae;

/** The members of a model version, ready to score encoded rows. Not thread-safe. */
interface Ensemble extends AutoCloseable {
    /**
     * Scores the first rows of a batch.
     *
     * @param rows at least 1
     */
    NetScores score(Inputs.Batch batch, int rows);

    @Override
    void close();
}
