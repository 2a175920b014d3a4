package dev.undercurrent.score;

/** What a unit was scored by. */
public enum Stage {
    /** Robust statistics of each feature, before the first model. */
    BASELINE,
    /** A model version. */
    MODEL
}
