package dev.undercurrent.threshold;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.score.Score;

/** A scored unit with the verdict on it. Immutable. */
public record JudgedUnit(FeatureVector vector, Score score, Verdict verdict) {}
