package dev.undercurrent.cli;

import dev.undercurrent.ingest.FileRecord;
import dev.undercurrent.ingest.Ingested;
import dev.undercurrent.ingest.Ingestor;
import dev.undercurrent.ingest.Pace;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.Cluster;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a file into the source topic. */
@Command(name = "ingest", description = "Write a file of CSV or JSON lines, gzip too, into a topology's source topic.")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file to read.")
    private Path file = Path.of("");

    @Option(
            names = "--order",
            defaultValue = "time",
            description = "time: by event time, stable; file: as the rows lie. Default: ${DEFAULT-VALUE}")
    private RecordFiles.Order order = RecordFiles.Order.TIME;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "Records a second; 0 for no limit.")
    private double rate;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "0",
            description = "Keep the events' own distances, so many times faster; 0 for no limit.")
    private double speed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        LoadedTopology loaded = topology.load();
        SourceConfig source = loaded.config().source();
        Duration patience = loaded.config().runtime().patience();
        try (Connection kafka = connection.visit(patience);
                Cluster cluster = Cluster.of(kafka.properties())) {
            cluster.awaitReachable(patience);
            cluster.ensure(new TopicNames(loaded.name()), source);
            try (Stream<FileRecord> records = RecordFiles.read(file, source, order);
                    Ingestor ingestor = Ingestor.connect(kafka.properties());
                    Progress progress = Progress.of("ingest", -1)) {
                report(ingestor.ingest(records, source.topic(), new Pace(rate, speed), progress::step), source.topic());
            }
        }
        return 0;
    }

    private void report(Ingested ingested, String topic) {
        if (json.isOn()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("topic", topic);
            answer.put("ingested", ingested);
            JsonOption.print(spec.commandLine().getOut(), answer);
        } else {
            spec.commandLine().getOut().println(ingested + " into topic " + topic);
        }
    }
}
