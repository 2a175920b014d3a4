package dev.undercurrent.cli;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.config.Problems;
import dev.undercurrent.model.ModelFolder;
import dev.undercurrent.model.ModelFormatException;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.registry.ModelRegistry;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The registry: what lies in a topology's models topic. */
@Command(name = "models", description = "List, show and export a topology's model versions, and put one into use.")
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "models: no action (expected: list, show, export, promote or rollback)");
    }

    @Command(name = "list", description = "List the versions, oldest first; * marks the one in use.")
    int list(@Mixin TopologyArgument topology, @Mixin ConnectionOptions connection, @Mixin JsonOption json)
            throws InterruptedException {
        ModelRegistry registry = read(topology.load(), connection);
        List<ModelManifest> versions = registry.versions();
        int current = registry.current();
        PrintWriter out = spec.commandLine().getOut();
        if (json.isOn()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("current", current);
            answer.put("versions", versions);
            JsonOption.print(out, answer);
            return 0;
        }
        Table table = new Table("version", "created", "samples", "holdout", "surprise", "active", "parent", "bytes");
        for (ModelManifest version : versions) {
            table.row(
                    version.version() + (version.version() == current ? " *" : ""),
                    Instant.ofEpochMilli(version.createdAt()),
                    version.samples(),
                    version.holdout(),
                    figure(version, "holdoutSurprise"),
                    figure(version, "activeUnits"),
                    version.parent(),
                    version.length());
        }
        table.print(out);
        return 0;
    }

    @Command(name = "show", description = "Show everything known of one version.")
    int show(
            @Mixin TopologyArgument topology,
            @Mixin VersionOption version,
            @Mixin ConnectionOptions connection,
            @Mixin JsonOption json)
            throws InterruptedException {
        ModelRegistry registry = read(topology.load(), connection);
        ModelManifest manifest = registry.manifest(version.of(registry));
        PrintWriter out = spec.commandLine().getOut();
        if (json.isOn()) {
            JsonOption.print(out, manifest);
            return 0;
        }
        Table table = new Table("property", "value")
                .row("version", manifest.version())
                .row("in use", manifest.version() == registry.current())
                .row("parent", manifest.parent())
                .row("created", Instant.ofEpochMilli(manifest.createdAt()))
                .row("trained from", Instant.ofEpochMilli(manifest.trainedFrom()))
                .row("trained to", Instant.ofEpochMilli(manifest.trainedTo()))
                .row("samples", manifest.samples())
                .row("holdout", manifest.holdout())
                .row("features", manifest.features())
                .row("members", manifest.members())
                .row("parameters", manifest.parameters())
                .row("bytes", manifest.length())
                .row("sha256", manifest.sha256());
        manifest.metrics().forEach((name, value) -> table.row(name, value));
        table.print(out);
        return 0;
    }

    @Command(
            name = "export",
            description = "Write a version as a folder that backtest --model and --against read: manifest.json and"
                    + " model.bin, tensors only, nothing that could be executed.")
    int export(
            @Mixin TopologyArgument topology,
            @Mixin VersionOption version,
            @Option(names = "--out", paramLabel = "DIR", description = "The folder. Default: models/TOPOLOGY/VERSION")
                    @Nullable
                    Path out,
            @Mixin ConnectionOptions connection)
            throws InterruptedException, IOException, ModelFormatException {
        LoadedTopology loaded = topology.load();
        ModelRegistry registry = read(loaded, connection);
        int wanted = version.of(registry);
        Path folder = out == null ? Path.of("models", loaded.name(), String.valueOf(wanted)) : out;
        ModelFolder.write(folder, registry.version(wanted));
        spec.commandLine().getOut().println("version " + wanted + " in " + folder);
        return 0;
    }

    @Command(
            name = "promote",
            description = "Put a version into use on every instance; the next training may replace it again.")
    int promote(
            @Mixin TopologyArgument topology,
            @Option(names = "--version", paramLabel = "N", required = true, description = "Which.") int version,
            @Mixin ConnectionOptions connection)
            throws InterruptedException, ModelFormatException {
        new Problems("").check(version >= 1, "version", version, "1 or more").throwIfAny();
        LoadedTopology loaded = topology.load();
        use(loaded, connection, LifecycleEvent.Type.PROMOTED, version);
        return 0;
    }

    @Command(
            name = "rollback",
            description = "Put the version back into use that was there when the present one was trained.")
    int rollback(@Mixin TopologyArgument topology, @Mixin ConnectionOptions connection)
            throws InterruptedException, ModelFormatException {
        LoadedTopology loaded = topology.load();
        use(loaded, connection, LifecycleEvent.Type.ROLLED_BACK, 0);
        return 0;
    }

    /** @param version 0 for the parent of the one in use */
    private void use(LoadedTopology topology, ConnectionOptions options, LifecycleEvent.Type type, int version)
            throws InterruptedException, ModelFormatException {
        try (Connection kafka = options.visit(topology.config().runtime().patience())) {
            ModelRegistry registry = read(topology, kafka);
            int before = registry.current();
            int wanted = version == 0 ? parent(registry, before) : version;
            registry.use(wanted, type, "by command, after version " + before, System.currentTimeMillis());
            spec.commandLine().getOut().println("version " + wanted + " in use, after version " + before);
        }
    }

    private static int parent(ModelRegistry registry, int current) {
        int parent = current == 0 ? 0 : registry.manifest(current).parent();
        if (registry.versions().stream().noneMatch(known -> known.version() == parent)) {
            throw new IllegalArgumentException("models rollback: version " + current
                    + " (expected: one whose parent is still in the topic); name one by models promote --version");
        }
        return parent;
    }

    private static ModelRegistry read(LoadedTopology topology, ConnectionOptions options) throws InterruptedException {
        try (Connection kafka = options.visit(topology.config().runtime().patience())) {
            return read(topology, kafka);
        }
    }

    private static ModelRegistry read(LoadedTopology topology, Connection kafka) {
        return ModelRegistry.read(
                kafka.properties(),
                new TopicNames(topology.name()),
                topology.config().runtime().patience());
    }

    private static String figure(ModelManifest version, String name) {
        Double value = version.metrics().get(name);
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Which version; a mixin. */
    static final class VersionOption {
        @Option(names = "--version", paramLabel = "N", description = "Which; default: the one in use.")
        private int version;

        int of(ModelRegistry registry) {
            int wanted = version == 0 ? registry.current() : version;
            if (wanted == 0) {
                throw new IllegalArgumentException("version: none in use (expected: a model); train one first");
            }
            return wanted;
        }
    }
}
