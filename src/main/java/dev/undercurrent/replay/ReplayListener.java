package dev.undercurrent.replay;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.training.Sample;

/** Told what a replay comes to, in its order. */
public interface ReplayListener {
    /**
     * A unit was scored.
     *
     * @param record as the topology would publish it
     * @param vector what was scored
     * @param label 1 anomalous, 0 normal, −1 unlabelled
     * @param counted whether it belongs to what is judged
     */
    void scored(ScoreRecord record, FeatureVector vector, int label, boolean counted);

    /** A unit only trains. */
    default void trains(FeatureVector vector) {}

    /** A training round begins on this sample. */
    default void training(Sample sample) {}

    /** A version was put into use at that event time, ms since the epoch. */
    default void swapped(ModelVersion version, long time) {}
}
