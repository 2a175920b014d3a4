package dev.undercurrent.benchmark;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.training.Announcement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A broker in its own process, and what is run on it, one process after the other. Not thread-safe. */
final class Bench implements AutoCloseable {
    /** Share of a case's records that it warms up on. */
    private static final double WARMUP = 2.0 / 3;

    private static final long STALL_NANOS = 900_000_000_000L;

    private final Path folder;
    private final File log;
    private final Child broker;
    private final String bootstrapServers;
    private final ClusterClient client;
    private final Cluster cluster;
    private int runs;

    /** Records without end. */
    interface Source {
        /** The stream from its beginning, always the same. */
        Supplier<ProducerRecord<byte[], byte[]>> begin();
    }

    /**
     * What is run. Immutable.
     *
     * @param kind {@code topology}, or a yardstick's
     * @param file of the topology, without its folder and ending
     * @param counted the end of the name of the topic whose records count; empty for the source topic
     * @param source begins the stream of its records anew
     * @param records in its source topic, to warm up on and to be measured; each run has a source topic of its own
     * @param model in its models topic from the start
     * @param environment laid over the file
     */
    record Case(
            String kind,
            Path file,
            String counted,
            Source source,
            int records,
            List<Announcement> model,
            Map<String, String> environment) {
        /** Another topology of the same kind of records, with a model of its own. */
        Case of(Path other, TrainedModel trained) {
            return new Case(kind, other, counted, source, records, trained.records(), environment);
        }

        Case counting(String end) {
            return new Case(kind, file, end, source, records, model, environment);
        }

        Case with(String name, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(name, value);
            return new Case(kind, file, counted, source, records, model, more);
        }
    }

    /**
     * What a process did, warm, with records that all came at once, until the last stage had taken them all in.
     * Immutable.
     *
     * @param rate records a second
     * @param cpuMicros of the process, for a record
     * @param streamMicros CPU time of its stream threads, for a record
     * @param bytes that its stream threads allocated for a record
     * @param outside share of them outside Kafka's clients
     * @param received bytes fetched for a record
     * @param sent bytes sent for a record
     * @param stolen share of the cores' time that the host gave to others, 0..1
     * @param latency at half that rate, or at the rate asked for
     */
    record Run(
            double rate,
            double cpuMicros,
            double streamMicros,
            double bytes,
            double outside,
            double residentMib,
            double received,
            double sent,
            double stolen,
            Latency.Result latency) {
        Run with(Latency.Result measured) {
            return new Run(
                    rate, cpuMicros, streamMicros, bytes, outside, residentMib, received, sent, stolen, measured);
        }
    }

    /**
     * @param folder of what is run; may be deleted after it
     * @param log of its processes; anew
     */
    Bench(Path folder, File log) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.log = log;
        Files.deleteIfExists(log.toPath());
        this.broker = Child.start(
                BrokerMain.class, Map.of(), log, folder.resolve("broker").toString());
        this.bootstrapServers = broker.await("listens")[1];
        this.client = new ClusterClient(bootstrapServers);
        this.cluster = Cluster.of(client.properties());
    }

    private static ProducerRecord<byte[], byte[]> to(String topic, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(topic, record.key(), record.value());
    }

    /** The topology of a case under a name of its own. */
    private Path named(Case what) throws IOException {
        String name = String.valueOf(what.file().getFileName()).replace(".yaml", "") + "-" + ++runs;
        return Files.copy(
                what.file(),
                Files.createDirectories(folder.resolve("topologies")).resolve(name + ".yaml"));
    }

    /**
     * Runs a case over its records, and then, with a latency to measure, on more.
     *
     * @param seconds of latency to measure; 0 for none
     * @param rate of the records then; 0 for half of the rate just found
     */
    Run run(Case unplaced, int seconds, double rate) throws IOException, InterruptedException, ExecutionException {
        Path file = named(unplaced);
        Case what = unplaced.with("UNDERCURRENT_SOURCE_TOPIC", "source-" + runs);
        LoadedTopology topology = new TopologyLoader(Path.of(""), what.environment()).load(file);
        String source = topology.config().source().topic();
        String counted = what.counted().isEmpty() ? source : topology.name() + "-" + what.counted();
        Supplier<ProducerRecord<byte[], byte[]>> stream = what.source().begin();
        Supplier<ProducerRecord<byte[], byte[]>> records = () -> to(source, stream.get());
        try (CaseTopics topics = new CaseTopics(cluster, client, topology);
                Backlog backlog = new Backlog(client.properties())) {
            topics.create(what.model());
            int warmup = (int) (WARMUP * what.records());
            backlog.write(records, warmup, what.records() - warmup);
            try (Child service = Child.start(
                    ServiceMain.class,
                    what.environment(),
                    log,
                    what.kind(),
                    file.toString(),
                    bootstrapServers,
                    folder.resolve("state").toString(),
                    counted)) {
                after(service, warmup);
                Run run = measured(service, backlog, what.records() - warmup);
                if (seconds == 0) {
                    return run;
                }
                Latency latency = new Latency(rate > 0 ? rate : run.rate() / 2, seconds, 4 * seconds);
                return run.with(latency.measure(bootstrapServers, outputs(topology), records));
            }
        }
    }

    private static Run measured(Child service, Backlog backlog, int released) throws IOException {
        service.say("allocations");
        Stolen before = Stolen.now();
        Tick from = Tick.latest(service);
        backlog.release();
        Tick to = after(service, from.records() + released);
        double stolen = Stolen.now().since(before);
        service.say("share");
        double outside = Double.parseDouble(service.await("share")[1]);
        double records = to.records() - from.records();
        return new Run(
                records * 1e9 / (to.nanos() - from.nanos()),
                (to.cpuNanos() - from.cpuNanos()) / 1e3 / records,
                (to.streamNanos() - from.streamNanos()) / 1e3 / records,
                (to.allocated() - from.allocated()) / records,
                outside,
                to.residentKib() / 1024.0,
                (to.received() - from.received()) / records,
                (to.sent() - from.sent()) / records,
                stolen,
                Latency.Result.NONE);
    }

    private static List<TopicPartition> outputs(LoadedTopology topology) {
        String scores = new TopicNames(topology.name()).scores();
        return IntStream.range(0, topology.config().source().partitions())
                .mapToObj(partition -> new TopicPartition(scores, partition))
                .toList();
    }

    /** The first tick after so many records were taken in. */
    private static Tick after(Child service, long records) throws IOException {
        long began = System.nanoTime();
        Tick tick = Tick.next(service);
        while (tick.records() < records) {
            if (System.nanoTime() - began > STALL_NANOS) {
                throw new IllegalStateException("records: " + tick.records() + " after fifteen minutes (expected: "
                        + records + "); see the processes' log");
            }
            tick = Tick.next(service);
        }
        return tick;
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        client.close();
        broker.close();
    }
}
