package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.registry.ModelRegistry;
import dev.undercurrent.testing.BrokerCluster;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Service;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a scenario stands on: brokers in this process, the topology of {@link Readings} in services of their own, the
 * readings sent, and the ledger of their scores. Not thread-safe.
 */
final class Trial implements AutoCloseable {
    static final TopicNames NAMES = new TopicNames(Readings.NAME);
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int FIRST_MODEL = 1_000;
    private static final int PARTITIONS = 4;
    private static final int SIGTERM = 143;

    private final List<Runnable> endings = new ArrayList<>();
    private final Path folder;
    private final Path file;
    private final LoadedTopology topology;
    private final BrokerCluster brokers;
    private final ClusterClient client;
    private final Ledger ledger;
    private int sent;

    private Trial(Path folder, Path file, BrokerCluster brokers) {
        this.folder = folder;
        this.file = file;
        this.topology = new TopologyLoader(folder, Map.of()).load(file);
        this.brokers = brokers;
        endings.add(brokers::close);
        client = new ClusterClient(brokers.bootstrapServers());
        endings.add(client::close);
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(NAMES, topology.config().source());
        }
        ledger = new Ledger(client.consumer(NAMES.scores()));
        endings.add(ledger::close);
    }

    /**
     * Starts brokers and creates the topics.
     *
     * @param size number of brokers
     * @param runtime entries of the topology's section {@code runtime}
     */
    static Trial begin(Path folder, int size, String runtime) throws Exception {
        Path file = write(folder, runtime);
        return new Trial(folder, file, new BrokerCluster(folder.resolve("brokers"), size));
    }

    /** That of {@link Readings} with its repartition, which trains every few seconds and takes its time over it. */
    private static Path write(Path folder, String runtime) throws IOException {
        Path file = Readings.repartitioned(folder);
        String yaml = Files.readString(file)
                .replace("partitions: 2", "partitions: " + PARTITIONS)
                .replace("first-after: 200,", "first-after: 200, every: PT10S,")
                .replace("runtime: {", "runtime: {" + runtime + ", ");
        Path model = folder.resolve("models").resolve(Readings.NAME).resolve("model.yaml");
        Files.writeString(model, Files.readString(model).replace("steps: 50", "steps: 400"));
        return Files.writeString(file, yaml);
    }

    BrokerCluster brokers() {
        return brokers;
    }

    ClusterClient client() {
        return client;
    }

    Ledger ledger() {
        return ledger;
    }

    LoadedTopology topology() {
        return topology;
    }

    /** The number of readings sent. */
    int sent() {
        return sent;
    }

    Service service(String instance) {
        Service service = Service.of(folder, file, brokers.bootstrapServers(), instance);
        endings.add(service::close);
        return service;
    }

    /** Has something done at the end, before what is there already is closed. */
    void closeLater(Runnable ending) {
        endings.add(ending);
    }

    void awaitFirstModel() throws Exception {
        send(Math.max(sent, FIRST_MODEL));
        ledger.await(FIRST_MODEL, PATIENCE);
        try (ClusterClient.Reader models = client.reader(NAMES.models())) {
            // its first record is the layout of the state
            assertThat(models.await(PATIENCE, read -> read.size() > 1)).hasSizeGreaterThan(1);
        }
    }

    /** Sends the readings up to a number, which is not below {@link #sent}. */
    void send(int to) throws Exception {
        assertThat(to).isGreaterThanOrEqualTo(sent);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : Readings.records(sent, to)) {
            byte[] trace = String.valueOf(sent + records.size()).getBytes(StandardCharsets.UTF_8);
            record.headers().add(Ledger.HEADER, trace);
            records.add(record);
        }
        client.send(records);
        sent = to;
    }

    /** Sends the readings up to a number, ends the services in order once they are scored, and reads what is left. */
    void endAt(int readings, Service... services) throws Exception {
        send(readings);
        ledger.await(readings, PATIENCE);
        for (Service service : services) {
            stop(service);
        }
        ledger.toEnd();
    }

    /** Ends a service in order. */
    static void stop(Service service) throws InterruptedException {
        assertThat(service.stop())
                .as("exit code of a service that was asked to end")
                .isEqualTo(SIGTERM);
    }

    /**
     * Each score is by a version that is, or was, published: numbers are given without a gap from 1.
     *
     * @return the newest
     */
    int expectKnownModels() {
        int newest = registry().versions().stream()
                .mapToInt(ModelManifest::version)
                .max()
                .orElse(0);
        assertThat(newest).as("versions published").isGreaterThan(1);
        assertThat(ledger.models()).allSatisfy(version -> assertThat(version).isBetween(0, newest));
        return newest;
    }

    ModelRegistry registry() {
        return ModelRegistry.read(client.properties(), NAMES, PATIENCE);
    }

    @Override
    public void close() {
        for (int i = endings.size() - 1; i >= 0; i--) {
            endings.get(i).run();
        }
    }
}
