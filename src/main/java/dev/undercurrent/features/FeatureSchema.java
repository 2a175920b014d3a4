package dev.undercurrent.features;

import java.util.List;

/**
 * The slots of a feature vector, in order. Immutable.
 *
 * @param features distinct names, at least one that is scored
 */
public record FeatureSchema(List<Feature> features) {
    public FeatureSchema {
        features = List.copyOf(features);
        if (features.stream().map(Feature::name).distinct().count() != features.size()) {
            throw new IllegalArgumentException("features: a name occurs twice (expected: distinct names)");
        }
    }

    /** The number of slots, {@code F}. */
    public int size() {
        return features.size();
    }

    public Feature get(int index) {
        return features.get(index);
    }
}
