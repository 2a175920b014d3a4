package dev.undercurrent.cli;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.model.ModelFolder;
import dev.undercurrent.model.ModelFormatException;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.registry.ModelRegistry;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained model as it is given on the command line. Immutable.
 *
 * @param option that names it, for problems
 * @param text the number of a version in the topology's models topic, or the folder of an exported one
 */
record ModelReference(String option, String text) {
    /** Whether a text can only be meant so. */
    static boolean fits(String text) {
        return isVersion(text) || ModelFolder.isOne(Path.of(text));
    }

    /** Whether a text is the number of a version, which takes a cluster to look it up. */
    static boolean isVersion(String text) {
        return text.matches("[1-9]\\d{0,8}");
    }

    /**
     * Reads the version.
     *
     * @param client properties of a cluster's clients; looked at for a number only
     * @throws ConfigException if there is none, or it is not the topology's
     * @throws dev.undercurrent.topology.ClusterException if no broker answers
     */
    ModelVersion load(LoadedTopology topology, Map<String, Object> client) throws IOException {
        try {
            ModelVersion version = isVersion(text)
                    ? ModelRegistry.read(
                                    client,
                                    new TopicNames(topology.name()),
                                    topology.config().runtime().patience())
                            .version(Integer.parseInt(text))
                    : ModelFolder.read(Path.of(text));
            topology.requireFits(version, "name one that was trained on these");
            return version;
        } catch (ModelFormatException | IllegalArgumentException e) {
            ConfigException problem = new ConfigException(
                    List.of(Problems.line(option, text, "a model of " + topology.name()) + "; " + e.getMessage()));
            problem.initCause(e);
            throw problem;
        }
    }
}
