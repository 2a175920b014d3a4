package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.Main;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.TestBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the service as the operating system does, with no chance to clean up, while events flow. */
class KillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final TopicNames NAMES = new TopicNames(Readings.NAME);
    private static final int EVENTS = 20_000;
    private static final int BEFORE_THE_MODEL = 1_000;
    private static final int KILLS = 3;
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private final List<Process> services = new ArrayList<>();

    @AfterEach
    void leaveNothingRunning() {
        services.forEach(Process::destroyForcibly);
    }

    @Test
    void threeKillsLoseNothingAndRepeatNothing() throws Exception {
        Path topology = Readings.topology(folder);
        Random random = new Random(SEED);
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(
                    NAMES,
                    new TopologyLoader(folder, Map.of()).load(topology).config().source());
            try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                Process service = run(topology, broker.bootstrapServers(), 0);
                client.send(Readings.records(0, BEFORE_THE_MODEL));
                awaitModel(client);
                int sent = BEFORE_THE_MODEL;
                for (int kill = 1; kill <= KILLS; kill++) {
                    int to = EVENTS * kill / (KILLS + 1);
                    int killAt = sent + random.nextInt(to - sent);
                    client.send(Readings.records(sent, to));
                    assertThat(scores.await(PATIENCE, read -> read.size() >= killAt))
                            .hasSizeGreaterThanOrEqualTo(killAt);
                    kill(service);
                    service = run(topology, broker.bootstrapServers(), kill);
                    sent = to;
                }
                client.send(Readings.records(sent, EVENTS));
                scores.await(PATIENCE, read -> read.size() >= EVENTS);
                kill(service);
                scores.more();
                expectEveryReadingOnceAndInOrder(scores.records());
            }
            ModelAssembler models = ModelTopic.read(client.properties(), NAMES.models());
            int current = models.current("all");
            assertThat(current).isPositive();
            assertThat(models.read("all", current).version()).isEqualTo(current);
        }
    }

    private static void awaitModel(ClusterClient client) {
        try (ClusterClient.Reader models = client.reader(NAMES.models())) {
            assertThat(models.await(PATIENCE, read -> !read.isEmpty())).isNotEmpty();
        }
    }

    private static void expectEveryReadingOnceAndInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
        RecordReader reader = new RecordReader();
        StringDeserializer keys = new StringDeserializer();
        Map<String, Integer> lastOfHost = new HashMap<>();
        Map<String, Integer> lastModel = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ScoreRecord score = reader.score(record.value());
            int number = Readings.number(score.id());
            String host = keys.deserialize(record.topic(), record.key());
            assertThat(number).isGreaterThan(lastOfHost.getOrDefault(host, -1));
            lastOfHost.put(host, number);
            assertThat(score.input().values())
                    .as(score.id())
                    .containsEntry("host.count.PT1M", Value.of(Readings.inItsMinute(number)));
            int model = score.score().modelVersion();
            assertThat(model).isGreaterThanOrEqualTo(lastModel.getOrDefault(host, 0));
            lastModel.put(host, model);
        }
        assertThat(records.stream()
                        .map(record ->
                                Readings.number(reader.score(record.value()).id()))
                        .sorted())
                .isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
        assertThat(reader.score(records.get(EVENTS - 1).value()).score().stage())
                .isEqualTo(Stage.MODEL);
    }

    private Process run(Path topology, String bootstrapServers, int number) throws IOException {
        File log = folder.resolve("service-" + number + ".log").toFile();
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        topology.toString(),
                        "--bootstrap-server",
                        bootstrapServers,
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(log);
        command.environment().put("UNDERCURRENT_WEB_PORT", "0");
        Process service = command.start();
        services.add(service);
        return service;
    }

    private static void kill(Process service) throws InterruptedException {
        assertThat(service.isAlive())
                .as("the service is alive when it is killed")
                .isTrue();
        service.destroyForcibly();
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
