package dev.undercurrent.topology;

import dev.undercurrent.batch.BatchConfig;
import dev.undercurrent.config.Problems;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.publish.PublishConfig;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.threshold.ThresholdConfig;
import dev.undercurrent.training.TrainingConfig;
import dev.undercurrent.window.WindowConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One {@code topologies/NAME.yaml}. Immutable; the maps keep the file's order.
 *
 * @param source where events come from
 * @param unit what is scored
 * @param features by name
 * @param windows by name
 * @param history vectors of a key that are seen together, {@code T}; 1 for the unit alone
 * @param model name of the folder below {@code models}, or {@code auto} for the topology's own name
 * @param training when and on what the next model is trained
 * @param threshold when a unit is flagged
 * @param publish what goes to topics
 * @param batch how vectors are gathered into one model call
 * @param runtime how it runs
 * @param web where metrics and probes are served
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
        RuntimeConfig runtime,
        WebConfig web) {
    /** The value of {@link #model()} in a file that means the topology's own name. */
    public static final String OWN_MODEL = "auto";

    /** What is scored. */
    public enum Unit {
        EVENT,
        WINDOW
    }

    public TopologyConfig {
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
        windows = Collections.unmodifiableMap(new LinkedHashMap<>(windows));
        new Problems("")
                .check(history >= 1 && history <= 1024, "history", history, "1..1024")
                .check(model.matches("[a-z0-9-]{1,100}"), "model", model, "a name of a-z, 0-9 and -, or auto")
                .throwIfAny();
    }

    /** The same with another model. */
    TopologyConfig withModel(String name) {
        return new TopologyConfig(
                source, unit, features, windows, history, name, training, threshold, publish, batch, runtime, web);
    }

    /** The same with another threshold. */
    TopologyConfig withThreshold(ThresholdConfig other) {
        return new TopologyConfig(
                source, unit, features, windows, history, model, training, other, publish, batch, runtime, web);
    }
}
