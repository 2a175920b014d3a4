package dev.undercurrent.topology;

import dev.undercurrent.batch.BatchConfig;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.publish.PublishConfig;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.threshold.ThresholdConfig;
import dev.undercurrent.training.TrainingConfig;
import dev.undercurrent.window.WindowConfig;
import java.util.Map;

/**
 * One {@code topologies/NAME.yaml}. Immutable; the maps keep the file's order.
 *
 * @param source where events come from
 * @param unit what is scored
 * @param features by name
 * @param windows by name
 * @param history vectors of a key that are seen together, {@code T}; 1 for the unit alone
 * @param model name of the folder below {@code models}
 * @param training when and on what the next model is trained
 * @param threshold when a unit is flagged
 * @param publish what goes to topics
 * @param batch how vectors are gathered into one model call
 * @param runtime how it runs
 */
public record TopologyConfig(
        SourceConfig source,
        Unit unit,
        Map<String, FeatureConfig> features,
        Map<String, WindowConfig> windows,
        int history,
        String model,
        TrainingConfig training,
        ThresholdConfig threshold,
        PublishConfig publish,
        BatchConfig batch,
        RuntimeConfig runtime) {
    /** What is scored. */
    public enum Unit {
        EVENT,
        WINDOW
    }
}
