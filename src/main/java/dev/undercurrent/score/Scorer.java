package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;
import java.util.List;

/** Scores batches of vectors. One thread at a time. */
public interface Scorer extends AutoCloseable {
    /** One score a vector, in their order, before smoothing. */
    List<Score> score(List<FeatureVector> batch);

    /** The model's version; 0 without a model. */
    int version();

    /** How scores of a key are smoothed over time; {@link Smoothing#NONE} where their order means nothing. */
    Smoothing smoothing();

    /** Share of normal units with at least that score, smoothed where {@link #smoothing()} says so. */
    double tailProbability(double score);

    /**
     * The score of a unit whose key has a moving average.
     *
     * @param score as {@link #score} gave it
     * @param average of the key's scores, this one included: {@link Smoothing#next}
     */
    default Score smoothed(Score score, double average) {
        double ranked = score.score() + average;
        return score.ranked(ranked, tailProbability(ranked));
    }

    /** Frees native memory; not to be used afterwards. */
    @Override
    void close();
}
