package dev.undercurrent.cli;

import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.topology.Cluster;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.ModelTopic;
import dev.undercurrent.topology.TopicNames;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The registry: what lies in a topology's models topic. */
@Command(name = "models", description = "List a topology's model versions, or show one.")
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "models: no action (expected: list or show)");
    }

    @Command(name = "list", description = "List the versions, oldest first; * marks the one in use.")
    int list(@Mixin TopologyArgument topology, @Mixin ConnectionOptions connection, @Mixin JsonOption json)
            throws InterruptedException {
        ModelAssembler registry = read(topology.load(), connection);
        List<ModelManifest> versions = registry.versions(ModelVersion.ALL);
        int current = registry.current(ModelVersion.ALL);
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
            @Option(
                            names = "--version",
                            paramLabel = "N",
                            description = "Which; default: the one in use.",
                            defaultValue = "0")
                    int version,
            @Mixin ConnectionOptions connection,
            @Mixin JsonOption json)
            throws InterruptedException {
        ModelAssembler registry = read(topology.load(), connection);
        int wanted = version == 0 ? registry.current(ModelVersion.ALL) : version;
        ModelManifest manifest = registry.versions(ModelVersion.ALL).stream()
                .filter(known -> known.version() == wanted)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("version: " + wanted + " (expected: one that models list shows)"));
        PrintWriter out = spec.commandLine().getOut();
        if (json.isOn()) {
            JsonOption.print(out, manifest);
            return 0;
        }
        Table table = new Table("property", "value")
                .row("version", manifest.version())
                .row("in use", manifest.version() == registry.current(ModelVersion.ALL))
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

    private static ModelAssembler read(LoadedTopology topology, ConnectionOptions connection)
            throws InterruptedException {
        Duration patience = topology.config().runtime().patience();
        String topic = new TopicNames(topology.name()).models();
        try (Connection kafka = connection.visit(patience)) {
            try (Cluster cluster = Cluster.of(kafka.properties())) {
                cluster.awaitReachable(patience);
                if (!cluster.has(topic)) {
                    return new ModelAssembler(); // never run: no versions, which is no error
                }
            }
            return ModelTopic.read(kafka.properties(), topic);
        }
    }

    private static String figure(ModelManifest version, String name) {
        Double value = version.metrics().get(name);
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
