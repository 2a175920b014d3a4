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

    /** How tail probabilities follow a stream that moves on; {@link Recalibration#NONE} where they need not. */
    default Recalibration recalibration() {
        return Recalibration.NONE;
    }

    /** Whether smoothing or recalibration gives the scores another tail probability than their own. */
    default boolean isPlacedLater() {
        return smoothing().isOn() || recalibration().isOn();
    }

    /**
     * Share of the units it was calibrated on with at least that score, smoothed where {@link #smoothing()} says so.
     */
    double tailProbability(double score);

    /** Frees native memory; not to be used afterwards. */
    @Override
    void close();
}
