package dev.undercurrent.topology;

import dev.undercurrent.config.Problems;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.threshold.ThresholdConfig;
import dev.undercurrent.training.SampledUnitSerde;
import dev.undercurrent.training.TrainingConfig;
import dev.undercurrent.training.TrainingRounds;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.window.VectorPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A topology file that may be run, with the model it names. Immutable.
 *
 * @param name the file's name without its ending; prefixes the application id, the topics and the metrics
 * @param config what the file says over the defaults; its {@code model} is a name, never {@code auto}
 * @param model what {@code model.yaml} says over the defaults
 */
public record LoadedTopology(String name, TopologyConfig config, ModelConfig model) {
    /** Bytes of a record beside the event's own or its history: its key, its id, its headers, its fields. */
    private static final long BESIDE = 1 << 20;

    /** @throws dev.undercurrent.config.ConfigException if a vector with its history can be more than a record */
    public LoadedTopology {
        long most = (StreamsProperties.SENT_BYTES - BESIDE) / largestRow(config);
        new Problems("")
                .check(
                        config.history() <= most,
                        "history",
                        config.history(),
                        "at most " + most + ", as so many vectors of these features share a record")
                .throwIfAny();
    }

    /** What its declaration comes to. */
    public VectorPlan plan() {
        return plan(config);
    }

    private static VectorPlan plan(TopologyConfig config) {
        return VectorPlan.of(config.source(), config.features(), config.windows());
    }

    private static long largestRow(TopologyConfig config) {
        return FeatureVectorSerde.largestRow(plan(config).schema());
    }

    /** Bytes of the largest record between two of its stages, whatever its events hold. */
    public long largestBetweenStages() {
        // an event whose windows are scored keeps its bytes, behind a repartition too, until it is known not to be late
        return BESIDE + Math.max(config.source().maxBytes(), config.history() * largestRow(config));
    }

    /** The same with another threshold. */
    public LoadedTopology withThreshold(ThresholdConfig threshold) {
        return new LoadedTopology(name, config.withThreshold(threshold), model);
    }

    /**
     * The same with another network, told apart by its name.
     *
     * @param network name of the network
     */
    LoadedTopology withNetwork(String network, ModelConfig declared) {
        return new LoadedTopology(name, config.withModel(network), declared);
    }

    /**
     * What trains its models.
     *
     * @param training the topology's own section, or another in its place
     * @param registry knows the versions published so far
     */
    public TrainingRounds rounds(TrainingConfig training, TrainingRounds.Registry registry) {
        VectorPlan plan = plan();
        return new TrainingRounds(
                name,
                plan.schema(),
                config.history(),
                !plan.groups().isEmpty(),
                Threshold.of(config.threshold()),
                training,
                model,
                new SampledUnitSerde(new FeatureVectorSerde()),
                registry);
    }

    /**
     * Checks that a trained model reads the features declared here.
     *
     * @param remedy what helps if it does not, for the message
     * @throws IllegalArgumentException if it does not
     */
    public void requireFits(ModelVersion version, String remedy) {
        if (!version.schema().equals(plan().schema())) {
            throw new IllegalArgumentException(
                    "model " + version.version() + ": " + version.schema().size()
                            + " features of another topology (expected: the features of " + name + "); " + remedy);
        }
    }

    /**
     * A model's scorers, one for each stream thread.
     *
     * @throws IllegalArgumentException if the model is one of other features
     */
    public List<Scorer> scorers(ModelVersion version) {
        requireFits(version, "it will be trained anew");
        List<Scorer> scorers = new ArrayList<>();
        for (int thread = 0; thread < config.runtime().threads(); thread++) {
            scorers.add(version.scorer(config.publish().reasons()));
        }
        return scorers;
    }
}
