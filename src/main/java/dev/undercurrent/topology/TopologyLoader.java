package dev.undercurrent.topology;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.ConfigLoader;
import dev.undercurrent.config.Defaults;
import dev.undercurrent.config.Problems;
import dev.undercurrent.vae.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads a topology and the model it names, and checks that their parts fit each other. Thread-safe.
 *
 * <p>A model's file is {@code models/NAME/model.yaml}, looked for in the folder above the topology's own, then in the
 * working folder. A topology that names no model and has none of its own name goes by the defaults.
 */
public final class TopologyLoader {
    private static final String ENDING = ".yaml";
    private static final String NETWORK = "model.yaml";
    private static final String NAME = "[a-z0-9-]{1,100}";

    private final Path workingFolder;
    private final ConfigLoader<TopologyConfig> topologies;
    private final ConfigLoader<ModelConfig> models;

    /** @param environment variables such as {@code UNDERCURRENT_THRESHOLD_RISK}, laid over the files */
    public TopologyLoader(Path workingFolder, Map<String, String> environment) {
        this.workingFolder = workingFolder;
        topologies = new ConfigLoader<>(
                TopologyConfig.class, Defaults.resource("/defaults.yaml"), "UNDERCURRENT_", environment);
        models = new ConfigLoader<>(
                ModelConfig.class, Defaults.resource("/model-defaults.yaml"), "UNDERCURRENT_MODEL_", environment);
    }

    /**
     * Loads a file, or a bare name below the working folder's {@code topologies/}.
     *
     * @throws ConfigException with every problem of the topology and its model
     */
    public LoadedTopology load(Path file) {
        Path found = find(file);
        String fileName = String.valueOf(found.getFileName());
        String name = fileName.endsWith(ENDING) ? fileName.substring(0, fileName.length() - ENDING.length()) : "";
        if (!name.matches(NAME)) {
            throw new ConfigException(List.of(
                    Problems.line(found.toString(), "its name", "a-z, 0-9 and - then .yaml, as it prefixes topics")));
        }
        Path above = found.toAbsolutePath().normalize().resolve("../..").normalize();
        return load(name, () -> topologies.load(found), List.of(above, workingFolder));
    }

    /**
     * Loads the text of a topology file; models are looked for in the working folder only.
     *
     * @throws ConfigException with every problem of the topology and its model
     */
    public LoadedTopology parse(String name, String yaml) {
        if (!name.matches(NAME)) {
            throw new ConfigException(List.of(Problems.line("name", name, "a-z, 0-9 and -, as it prefixes topics")));
        }
        return load(name, () -> topologies.parse(yaml), List.of(workingFolder));
    }

    /** Whether a folder declares a network. */
    public static boolean isNetwork(Path folder) {
        return Files.isRegularFile(folder.resolve(NETWORK));
    }

    /**
     * A topology with the network of another folder.
     *
     * @throws ConfigException with every problem of its {@code model.yaml}
     */
    public LoadedTopology withNetwork(LoadedTopology topology, Path folder) {
        String network = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        List<String> problems = new ArrayList<>();
        ModelConfig model = model(network, Optional.of(folder.resolve(NETWORK)), problems);
        if (model == null) {
            throw new ConfigException(problems);
        }
        return topology.withNetwork(network, model);
    }

    private LoadedTopology load(String name, Supplier<TopologyConfig> topology, List<Path> folders) {
        TopologyConfig config = topology.get();
        List<String> problems = new ArrayList<>(TopologyCheck.problems(config));
        boolean own = config.model().equals(TopologyConfig.OWN_MODEL);
        String modelName = own ? name : config.model();
        Optional<Path> file = folders.stream()
                .map(folder -> folder.resolve("models").resolve(modelName).resolve(NETWORK))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty() && !own) {
            problems.add(Problems.line("model", modelName, "auto, or a folder below models/ with a model.yaml"));
        }
        ModelConfig model = model(modelName, file, problems);
        if (model == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new LoadedTopology(name, config.withModel(modelName), model);
    }

    private @Nullable ModelConfig model(String name, Optional<Path> file, List<String> problems) {
        try {
            return file.isPresent() ? models.load(file.get()) : models.parse("");
        } catch (ConfigException e) {
            e.problems().forEach(line -> problems.add("models/" + name + "/model.yaml: " + line));
            return null;
        }
    }

    private Path find(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        Path named = workingFolder.resolve("topologies").resolve(file + ENDING);
        if (file.toString().matches(NAME) && Files.exists(named)) {
            return named;
        }
        throw new ConfigException(List.of(Problems.line(
                file.toString(), "no such file", "a topology file, or the name of one in the folder topologies")));
    }
}
