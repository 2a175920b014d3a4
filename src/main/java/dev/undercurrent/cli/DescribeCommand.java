package dev.undercurrent.cli;

import dev.undercurrent.cluster.Topic;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.features.Feature;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.topology.AnomalyTopology;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.MemoryEstimate;
import dev.undercurrent.training.RoundResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a topology comes to. */
@Command(
        name = "describe",
        description = "Print a topology's features, topics, stages and an estimate of its memory; needs no Kafka.")
final class DescribeCommand implements Callable<Integer> {
    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LoadedTopology loaded = topology.load();
        int partitions = loaded.config().source().partitions();
        List<Topic> topics = Topic.owned(new TopicNames(loaded.name()), partitions);
        String stages = stages(loaded, partitions).describe().toString();
        Map<String, Long> memory = MemoryEstimate.of(loaded);
        if (json.isOn()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("topology", loaded.name());
            answer.put(
                    "features",
                    loaded.plan().schema().features().stream()
                            .map(Feature::name)
                            .toList());
            answer.put("topics", topics.stream().map(Topic::name).toList());
            answer.put("bytes", memory);
            answer.put("stages", stages);
            JsonOption.print(spec.commandLine().getOut(), answer);
            return 0;
        }
        print(loaded, topics, memory, stages);
        return 0;
    }

    private void print(LoadedTopology loaded, List<Topic> topics, Map<String, Long> memory, String stages) {
        PrintWriter out = spec.commandLine().getOut();
        Table features = new Table("feature", "type", "likelihood", "role");
        for (Feature feature : loaded.plan().schema().features()) {
            features.row(
                    feature.name(),
                    lower(feature.type()),
                    feature.condition() ? "" : lower(feature.likelihood()),
                    feature.condition() ? "condition" : "scored");
        }
        features.print(out);
        out.println();
        Table table = new Table("topic", "partitions", "settings")
                .row(loaded.config().source().topic(), "its own", "read; created if missing");
        topics.forEach(topic -> table.row(topic.name(), topic.partitions(), topic.configs()));
        table.print(out);
        out.println();
        Table bytes = new Table("memory, estimated", "bytes");
        memory.forEach((name, value) -> bytes.row(name, String.format(java.util.Locale.ROOT, "%,d", value)));
        bytes.print(out);
        out.println();
        out.print(stages);
        out.flush();
    }

    private static Topology stages(LoadedTopology loaded, int partitions) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, loaded.name());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092"); // required, never connected to
        try (ScorerSlot slot = new ScorerSlot()) {
            return new AnomalyTopology(
                            loaded,
                            partitions,
                            slot,
                            (sample, version, shifted, time) -> new RoundResult(0, List.of()),
                            new Meters(loaded.name()))
                    .build(properties);
        }
    }

    private static String lower(Enum<?> value) {
        return dev.undercurrent.config.Spelling.of(value);
    }
}
