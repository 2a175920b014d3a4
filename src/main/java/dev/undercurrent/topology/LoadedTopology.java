package dev.undercurrent.topology;

import dev.undercurrent.threshold.ThresholdConfig;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.window.VectorPlan;

/**
 * A topology file that may be run, with the model it names. Immutable.
 *
 * @param name the file's name without its ending; prefixes the application id, the topics and the metrics
 * @param config what the file says over the defaults; its {@code model} is a name, never {@code auto}
 * @param model what {@code model.yaml} says over the defaults
 */
public record LoadedTopology(String name, TopologyConfig config, ModelConfig model) {
    /** What its declaration comes to. */
    public VectorPlan plan() {
        return VectorPlan.of(config.source(), config.features(), config.windows());
    }

    /** The same with another threshold. */
    public LoadedTopology withThreshold(ThresholdConfig threshold) {
        return new LoadedTopology(name, config.withThreshold(threshold), model);
    }
}
