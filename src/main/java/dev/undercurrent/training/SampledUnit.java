package dev.undercurrent.training;

import dev.undercurrent.features.FeatureVector;

/**
 * A scored unit on its way to the reservoir. Immutable.
 *
 * @param vector what was scored
 * @param flagged whether it was judged an anomaly
 * @param weight how many units of the stream it stands for, 1..127
 */
public record SampledUnit(FeatureVector vector, boolean flagged, int weight) {}
