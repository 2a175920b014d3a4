package dev.undercurrent.threshold;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.score.Score;

/**
 * A scored unit with the verdict on it. Immutable.
 *
 * @param number which unit of its task it is, from 1
 */
public record JudgedUnit(FeatureVector vector, Score score, Verdict verdict, long number) {}
