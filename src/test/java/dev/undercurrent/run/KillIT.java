package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.registry.ModelTopic;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Service;
import dev.undercurrent.testing.TestBroker;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
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

    @Test
    void threeKillsLoseNothingAndRepeatNothing() throws Exception {
        Path topology = Readings.repartitioned(folder);
        Random random = new Random(SEED);
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                Cluster cluster = Cluster.of(client.properties());
                Service service = Service.of(folder, topology, broker.bootstrapServers(), "one")) {
            cluster.ensure(
                    NAMES,
                    new TopologyLoader(folder, Map.of()).load(topology).config().source());
            try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                service.start();
                client.send(Readings.records(0, BEFORE_THE_MODEL));
                awaitModel(client);
                int sent = BEFORE_THE_MODEL;
                for (int kill = 1; kill <= KILLS; kill++) {
                    int to = EVENTS * kill / (KILLS + 1);
                    int killAt = sent + random.nextInt(to - sent);
                    client.send(Readings.records(sent, to));
                    assertThat(scores.await(PATIENCE, read -> read.size() >= killAt))
                            .hasSizeGreaterThanOrEqualTo(killAt);
                    service.kill();
                    service.start();
                    sent = to;
                }
                client.send(Readings.records(sent, EVENTS));
                scores.await(PATIENCE, read -> read.size() >= EVENTS);
                service.kill();
                scores.more();
                expectEveryReadingOnceAndInOrder(scores.records());
                expectFewerRecordsInTheRepartition(client);
            }
            ModelAssembler models = ModelTopic.read(client.properties(), NAMES.models());
            int current = models.current("all");
            assertThat(current).isPositive();
            assertThat(models.read("all", current).version()).isEqualTo(current);
        }
    }

    private static void awaitModel(ClusterClient client) {
        try (ClusterClient.Reader models = client.reader(NAMES.models())) {
            // its first record is the layout of the state
            assertThat(models.await(PATIENCE, read -> read.size() > 1)).hasSizeGreaterThan(1);
        }
    }

    /** Readings that came while a transaction was open share records of it; it has markers, too. */
    private static void expectFewerRecordsInTheRepartition(ClusterClient client) {
        try (KafkaConsumer<byte[], byte[]> repartition = client.consumer(Readings.NAME + "-by-rack-repartition")) {
            assertThat(repartition.endOffsets(repartition.assignment()).values().stream()
                            .mapToLong(end -> end)
                            .sum())
                    .isBetween(1L, EVENTS / 4L);
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
            for (String count : Readings.COUNTS) {
                assertThat(score.input().values())
                        .as(score.id())
                        .containsEntry(count, Value.of(Readings.inItsMinute(number)));
            }
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
}
