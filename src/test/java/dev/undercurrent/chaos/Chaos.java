package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Service;
import dev.undercurrent.topology.Cluster;
import dev.undercurrent.topology.ModelRegistry;
import dev.undercurrent.topology.TopicNames;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of {@code mvn -Pchaos verify}; {@code -Dchaos.events} and {@code -Dchaos.kills} make the long one
 * longer.
 */
class Chaos {
    private static final int EVENTS = Integer.getInteger("chaos.events", 100_000);
    private static final int KILLS = Integer.getInteger("chaos.kills", 12);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int SCENARIO_EVENTS = 20_000;
    private static final int FIRST_MODEL = 1_000;
    private static final int PARTITIONS = 4;
    private static final int SIGTERM = 143;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration MOMENT = Duration.ofSeconds(60);
    private static final TopicNames NAMES = new TopicNames(Readings.NAME);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Path topology = Path.of("");

    @SuppressWarnings("NullAway.Init") // begin comes first
    private BrokerCluster brokers;

    @SuppressWarnings("NullAway.Init")
    private ClusterClient client;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    private int sent;

    @AfterEach
    void leaveNothingRunning() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** What is done to the two instances. */
    private enum Blow {
        /** One dies at a random point under load, most likely within a batch. */
        KILL,
        /** The one that trains dies while it does. */
        KILL_WHILE_TRAINING,
        /** One dies at the moment a new model comes into use. */
        KILL_WHILE_SWAPPING,
        /** Both die at once. */
        KILL_BOTH,
        /** One dies, and dies again while it restores. */
        KILL_WHILE_RESTORING,
        /** One leaves in order, its tasks move, and it comes back. */
        LEAVE_AND_RETURN
    }

    @Test
    void killsAndRebalancesLoseNothingAndRepeatNothing() throws Exception {
        begin(1, "exactly-once");
        Random random = new Random(SEED);
        Service[] services = {service("one"), service("two")};
        services[0].start();
        services[1].start();
        awaitFirstModel();
        for (int blow = 0; blow < KILLS; blow++) {
            int before = sent;
            send((int) ((long) EVENTS * (blow + 1) / (KILLS + 1)));
            ledger.await(before + random.nextInt(Math.max(1, sent - before)), PATIENCE);
            strike(Blow.values()[blow % Blow.values().length], services, random.nextInt(2));
            System.out.printf("blow %d: %,d of %,d readings scored%n", blow + 1, ledger.scored(), sent);
        }
        endAt(EVENTS, services);
        ledger.expectEachOnce(EVENTS);
        expectKnownModels();
    }

    private static void strike(Blow blow, Service[] services, int index) throws Exception {
        Service service = services[index];
        switch (blow) {
            case KILL -> service.kill();
            case KILL_WHILE_TRAINING -> {
                service = oneThat("training modelVersion", services);
                service.kill();
            }
            case KILL_WHILE_SWAPPING -> {
                assertThat(service.logs("model in use", MOMENT)).isTrue();
                service.kill();
            }
            case KILL_BOTH -> {
                services[0].kill();
                services[1].kill();
                services[1 - index].start();
            }
            case KILL_WHILE_RESTORING -> {
                service.kill();
                service.start();
                assertThat(service.logs("state=REBALANCING", MOMENT)).isTrue();
                service.kill();
            }
            case LEAVE_AND_RETURN -> {
                assertThat(service.stop()).isEqualTo(SIGTERM);
                TimeUnit.SECONDS.sleep(15); // longer than its session, so that the other takes its tasks
            }
        }
        service.start();
    }

    /** The first of the two that logs a text. */
    private static Service oneThat(String text, Service[] services) throws Exception {
        long deadline = System.nanoTime() + MOMENT.toNanos();
        while (System.nanoTime() < deadline) {
            for (Service service : services) {
                if (service.logs(text, Duration.ZERO)) {
                    return service;
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("neither logged " + text);
    }

    @Test
    void withoutTransactionsAKillMayRepeatButLosesNothing() throws Exception {
        begin(1, "at-least-once");
        Service service = service("one");
        service.start();
        awaitFirstModel();
        for (int kill = 1; kill <= 3; kill++) {
            int before = sent;
            send(SCENARIO_EVENTS * kill / 4);
            ledger.await((before + sent) / 2, PATIENCE);
            service.kill();
            service.start();
        }
        endAt(SCENARIO_EVENTS, service);
        ledger.expectEach(SCENARIO_EVENTS);
        System.out.printf("at least once: %d records repeated over 3 kills%n", ledger.repeated());
    }

    @Test
    void eachOfThreeBrokersMayGoAndComeBack() throws Exception {
        begin(3, "exactly-once");
        Service service = service("one");
        service.start();
        awaitFirstModel();
        for (int broker = 0; broker < brokers.size(); broker++) {
            brokers.stop(broker);
            send(sent + SCENARIO_EVENTS / 6);
            ledger.await(sent, PATIENCE);
            brokers.start(broker);
            send(sent + SCENARIO_EVENTS / 8);
            ledger.await(sent, PATIENCE);
        }
        endAt(sent, service);
        ledger.expectEachOnce(sent);
    }

    @Test
    void afterAFullDiskItGoesOnWhereItWas() throws Exception {
        begin(1, "exactly-once");
        Service service = service("one");
        Path disk = Files.createDirectories(folder.resolve("one"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()))
                .as("a disk of its own, which takes the rights to mount one")
                .isZero();
        open.add(() -> run("umount", "--lazy", disk.toString()));
        service.start();
        awaitFirstModel();
        Path ballast = disk.resolve("ballast");
        assertThat(run("sh", "-c", "dd if=/dev/zero of=" + ballast + " bs=64k 2>/dev/null; test -s " + ballast))
                .isZero();
        send(SCENARIO_EVENTS / 2);
        boolean ended = service.awaitEnd(MOMENT);
        Files.delete(ballast);
        if (ended) {
            assertThat(service.log()).contains("No space left on device");
            service.start();
        }
        System.out.printf("full disk: the service %s%n", ended ? "ended, and was started again" : "went on");
        endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
    }

    @Test
    void rubbishOnTheModelsTopicChangesNothing() throws Exception {
        begin(1, "exactly-once");
        Service service = service("one");
        service.start();
        awaitFirstModel();
        client.send(rubbish());
        send(SCENARIO_EVENTS / 2);
        ledger.await(SCENARIO_EVENTS / 2, PATIENCE);
        service.kill();
        service.start();
        endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
        assertThat(ledger.lastModel()).as("the version of the last score").isPositive();
        assertThat(service.log()).contains("model refused; the model in use stays");
    }

    private List<ProducerRecord<byte[], byte[]>> rubbish() {
        ModelRegistry registry = registry();
        int version = registry.versions().size() + 50;
        byte[] manifest = "{\"segment\":\"all\",\"version\":".getBytes(StandardCharsets.UTF_8); // cut off
        byte[] noise = new byte[900_000];
        new Random(SEED).nextBytes(noise);
        byte[] foreign = "{\"user\":\"somebody else's\"}".getBytes(StandardCharsets.UTF_8);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(model(null, noise));
        records.add(model("", foreign));
        records.add(model("all/" + version + "/manifest", manifest));
        records.add(model("all/" + version + "/0", noise));
        records.add(model("all/" + version + "/1", new byte[5 << 20]));
        records.add(model("some/other/key/of/theirs", foreign));
        records.add(model("all/current", foreign));
        return records;
    }

    private static ProducerRecord<byte[], byte[]> model(@Nullable String key, byte[] value) {
        byte[] bytes = key == null ? new byte[] {(byte) 0xff, 0} : key.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(NAMES.models(), 0, bytes, value);
    }

    @Test
    void aClockThatJumpsLosesNothing() throws Exception {
        Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
        assumeThat(library).as("the Debian package faketime").exists();
        begin(1, "exactly-once");
        Path clock = Files.writeString(folder.resolve("clock"), "+0\n");
        Service service = service("one")
                .with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .with("FAKETIME_NO_CACHE", "1")
                .with("DONT_FAKE_MONOTONIC", "1");
        service.start();
        awaitFirstModel();
        int part = SCENARIO_EVENTS / 4;
        for (String offset : List.of("+3h", "-2h", "+0")) {
            Files.writeString(clock, offset + "\n");
            send(sent + part);
            ledger.await(sent, PATIENCE);
        }
        endAt(sent, service);
        ledger.expectEachOnce(sent);
    }

    private void begin(int size, String guarantee) throws Exception {
        brokers = new BrokerCluster(folder.resolve("brokers"), size);
        open.add(brokers);
        client = new ClusterClient(brokers.bootstrapServers());
        open.add(client);
        topology = topology(guarantee);
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(
                    NAMES,
                    new TopologyLoader(folder, Map.of()).load(topology).config().source());
        }
        ledger = new Ledger(client.consumer(NAMES.scores()));
        open.add(ledger);
    }

    /** That of {@link Readings}, which trains every few seconds and takes its time over it. */
    private Path topology(String guarantee) throws IOException {
        Path file = Readings.topology(folder);
        String yaml = Files.readString(file)
                .replace("partitions: 2", "partitions: " + PARTITIONS)
                .replace("first-after: 200,", "first-after: 200, every: PT10S,")
                .replace("runtime: {", "runtime: {guarantee: " + guarantee + ", ");
        Path model = folder.resolve("models").resolve(Readings.NAME).resolve("model.yaml");
        Files.writeString(model, Files.readString(model).replace("steps: 50", "steps: 400"));
        return Files.writeString(file, yaml);
    }

    private Service service(String instance) {
        Service service = Service.of(folder, topology, brokers.bootstrapServers(), instance);
        open.add(service);
        return service;
    }

    private void awaitFirstModel() throws Exception {
        send(FIRST_MODEL);
        ledger.await(FIRST_MODEL, PATIENCE);
        try (ClusterClient.Reader models = client.reader(NAMES.models())) {
            assertThat(models.await(PATIENCE, read -> !read.isEmpty())).isNotEmpty();
        }
    }

    /** Sends the readings up to a number. */
    private void send(int to) throws Exception {
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
    private void endAt(int readings, Service... services) throws Exception {
        send(readings);
        ledger.await(readings, PATIENCE);
        for (Service service : services) {
            assertThat(service.stop()).isEqualTo(SIGTERM);
        }
        ledger.toEnd();
    }

    /** Each score is by a version that is, or was, published: numbers are given without a gap from 1. */
    private void expectKnownModels() {
        int newest = registry().versions().stream()
                .mapToInt(ModelManifest::version)
                .max()
                .orElse(0);
        assertThat(newest).as("versions published").isGreaterThan(1);
        assertThat(ledger.models()).allSatisfy(version -> assertThat(version).isBetween(0, newest));
        System.out.printf("models: %s scored, %d the newest%n", ledger.models(), newest);
    }

    private ModelRegistry registry() {
        return ModelRegistry.read(client.properties(), NAMES, MOMENT);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
