package dev.undercurrent.cli;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.FileRecord;
import dev.undercurrent.ingest.Ingested;
import dev.undercurrent.ingest.Ingestor;
import dev.undercurrent.ingest.Pace;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.simulation.HostTelemetry;
import dev.undercurrent.simulation.LivePayments;
import dev.undercurrent.simulation.Payment;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.LoadedTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a file into the source topic. */
@Command(
        name = "ingest",
        description =
                "Write a file of CSV or JSON lines, gzip too, this machine's telemetry or simulated card payments into a"
                        + " topology's source topic.")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    @ArgGroup(multiplicity = "1")
    private Origin origin = new Origin();

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

    @Option(
            names = "--history",
            paramLabel = "DURATION",
            defaultValue = "PT2H",
            description = "How far before now a simulation begins. Default: ${DEFAULT-VALUE}")
    private Duration history = Duration.ofHours(2);

    /** What is ingested. */
    private static final class Origin {
        @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file to read.")
        private @Nullable Path file;

        @Option(
                names = "--from-host",
                required = true,
                description =
                        "This machine's own telemetry, live, until stopped; --rate samples a second, 1 by default.")
        private boolean host;

        @Option(
                names = "--from-simulation",
                required = true,
                description = "Simulated card payments, live, until stopped; --rate of them a second on average, 5 by"
                        + " default. Begins where the topic ends, at most --history ago.")
        private boolean simulation;

        boolean isLive() {
            return host || simulation;
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        LoadedTopology loaded = topology.load();
        SourceConfig source = loaded.config().source();
        Duration patience = loaded.config().runtime().patience();
        try (Connection kafka = origin.isLive() ? connection.stay(patience) : connection.visit(patience);
                Cluster cluster = Cluster.of(kafka.properties())) {
            cluster.awaitReachable(patience);
            cluster.ensure(new TopicNames(loaded.name()), source);
            try (Ingestor ingestor = Ingestor.connect(kafka.properties());
                    Progress progress = Progress.of("ingest", -1);
                    Input input = input(source, cluster)) {
                report(
                        ingestor.ingest(input.records(), source.topic(), input.pace(), sent -> progress.step(1)),
                        source.topic());
            }
        }
        return 0;
    }

    /** What is sent, and how fast. */
    private record Input(Stream<FileRecord> records, Pace pace) implements AutoCloseable {
        @Override
        public void close() {
            records.close();
        }
    }

    private Input input(SourceConfig source, Cluster cluster) {
        if (origin.simulation) {
            Instant now = InstantSource.system().instant();
            Instant earliest = now.minus(history);
            Instant from = cluster.latest(source.topic())
                    .map(last -> last.plusMillis(1))
                    .filter(earliest::isBefore)
                    .orElse(earliest);
            from = from.isAfter(now) ? now : from;
            return new Input(payments(from, rate == 0 ? 5 : rate), Pace.live(Duration.between(from, now)));
        }
        Path file = origin.file;
        return file == null || origin.host
                ? new Input(telemetry(rate == 0 ? 1 : rate), Pace.FULL)
                : new Input(RecordFiles.read(file, source, order), new Pace(rate, speed));
    }

    private static Stream<FileRecord> payments(Instant from, double rate) {
        LivePayments payments = new LivePayments(from, rate, 1);
        return Stream.iterate(1L, number -> number + 1).map(number -> {
            Payment payment = payments.next();
            return new FileRecord(
                    payment.json().getBytes(StandardCharsets.UTF_8), payment.customer(), payment.timestamp(), number);
        });
    }

    /** Readings that are sent when they are taken, each of the time since the one before. */
    private static Stream<FileRecord> telemetry(double perSecond) {
        new Problems("")
                .check(perSecond > 0 && perSecond <= 1e3, "rate", perSecond, "above 0, up to 1000 readings a second")
                .throwIfAny();
        InstantSource clock = InstantSource.system();
        HostTelemetry host = HostTelemetry.ofThisHost(clock);
        long start = System.nanoTime();
        return Stream.iterate(1L, number -> number + 1).map(number -> {
            Pace.waitUntil(start, number * 1e9 / perSecond);
            return new FileRecord(host.sample().getBytes(StandardCharsets.UTF_8), host.host(), clock.millis(), number);
        });
    }

    private void report(Ingested ingested, String topic) {
        if (json.isOn()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("topic", topic);
            answer.put("records", ingested.records());
            answer.put("bytes", ingested.bytes());
            answer.put("seconds", ingested.nanos() / 1e9);
            JsonOption.print(spec.commandLine().getOut(), answer);
        } else {
            spec.commandLine().getOut().printf(Locale.ROOT, "%,d records into topic %s%n", ingested.records(), topic);
        }
    }
}
