package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;

/** A unit with its score. Immutable. */
public record ScoredUnit(FeatureVector vector, Score score) {}
