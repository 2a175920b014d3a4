package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;

class TopologyRunnerIT extends BrokerFixture {

    @Test
    void trainsAModelScoresByItAndGoesOnWithItAfterARestart() throws Exception {
        int firstRun;
        Meters meters = new Meters(Readings.NAME);
        try (TopologyRunner runner = runner(meters)) {
            try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                send(250);
                assertThat(read(scores, 250))
                        .extracting(record -> record.score().stage())
                        .contains(Stage.BASELINE);
                sendUntilScoredByAModel(scores);
                assertThat(runner.model()).isPresent();
                assertThat(Scrape.of(meters.scrape()).value("undercurrent_commit_interval_seconds"))
                        .as("no stage waits for commits, though there is time for more")
                        .isEqualTo(0.2);
            }
            firstRun = sent;
        }
        try (TopologyRunner runner = runner();
                ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            int version = runner.model().map(ModelVersion::version).orElse(0);
            assertThat(version).isPositive();
            send(100);

            List<ScoreRecord> records = read(scores, sent);
            assertThat(numbers(records))
                    .isEqualTo(IntStream.range(0, sent).boxed().toList());
            assertThat(records.stream()
                            .filter(record -> Readings.number(record.id()) >= firstRun)
                            .map(ScoreRecord::score))
                    .hasSize(100)
                    .allMatch(score -> score.stage() == Stage.MODEL && score.modelVersion() >= version);
        }
    }

    @Test
    void whatIsNoModelOnTheModelsTopicLeavesTheOneInUse() throws Exception {
        try (TopologyRunner runner = runner();
                ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            send(250);
            sendUntilScoredByAModel(scores);
            spoil();
            send(50);
            read(scores, sent);
            assertThat(runner.model()).isPresent();
        }
        try (TopologyRunner runner = runner();
                ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            assertThat(runner.model()).isPresent();
            send(50);
            int fresh = sent - 50;
            assertThat(read(scores, sent).stream()
                            .filter(record -> Readings.number(record.id()) >= fresh)
                            .map(record -> record.score().stage()))
                    .hasSize(50)
                    .containsOnly(Stage.MODEL);
        }
    }

    @Test
    void goesOnAfterARestartWhereBrokersAssignTheTasks() throws Exception {
        Map<String, Object> properties = new HashMap<>(client.properties());
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        for (int run = 0; run < 2; run++) {
            try (TopologyRunner runner = runner(new Meters(Readings.NAME), properties);
                    ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                send(30);

                assertThat(numbers(read(scores, sent)))
                        .isEqualTo(IntStream.range(0, sent).boxed().toList());
                assertThat(runner.failure()).isEmpty();
            }
        }
    }

    @Test
    void aTransactionThatTheBrokerGaveUpIsDoneAgain() throws Exception {
        try (TopologyRunner runner = forgetful();
                ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            send(20);
            read(scores, 20);
            Forgetful.transactions.set(2);
            send(30);

            assertThat(numbers(read(scores, sent)))
                    .isEqualTo(IntStream.range(0, sent).boxed().toList());
            assertThat(Forgetful.transactions).hasValueLessThanOrEqualTo(0);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void endsWhereNoThreadCanTakeTheFailedOnesPlace() throws Exception {
        try (TopologyRunner runner = forgetful();
                ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            send(20);
            read(scores, 20);
            Forgetful.broken.set(true);
            Forgetful.transactions.set(1);
            send(30);

            assertThat(runner.awaitEnd())
                    .hasValueSatisfying(
                            failure -> assertThat(failure).hasMessageContaining("stream threads: 1 (expected: 2)"));
        } finally {
            Forgetful.broken.set(false);
        }
    }

    private TopologyRunner forgetful() throws Exception {
        Map<String, Object> properties = new HashMap<>(client.properties());
        properties.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, Forgetful.class);
        return runner(new Meters(Readings.NAME), properties);
    }

    /** Makes producers whose next transactions are lost on the way to the broker, or none any more. */
    public static final class Forgetful extends DefaultKafkaClientSupplier {
        static final AtomicInteger transactions = new AtomicInteger();
        static final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            if (broken.get()) {
                throw new KafkaException("no producer");
            }
            return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void commitTransaction() {
                    if (transactions.getAndDecrement() > 0) {
                        abortTransaction();
                        throw new InvalidTxnStateException("given up");
                    }
                    super.commitTransaction();
                }
            };
        }
    }

    /** Foreign, garbled and truncated records. */
    private void spoil() throws Exception {
        List<ProducerRecord<byte[], byte[]>> bad = new ArrayList<>();
        bad.add(onModels("something/else", bytes("{}")));
        bad.add(onModels("all/70/manifest", bytes("{\"version\":")));
        bad.add(onModels("layout", bytes("{\"resetAt\":")));
        try (ClusterClient.Reader models = client.reader(NAMES.models())) {
            for (ConsumerRecord<byte[], byte[]> record :
                    models.await(PATIENCE, records -> hasKey(records, "current"))) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.endsWith("/0")) {
                    bad.add(onModels("all/80/0", Arrays.copyOf(record.value(), record.value().length / 2)));
                } else if (key.endsWith("current")) {
                    String manifest = new String(record.value(), StandardCharsets.UTF_8);
                    bad.add(onModels(
                            "all/current", bytes(manifest.replaceFirst("\"version\":\\d+", "\"version\":80"))));
                }
            }
        }
        bad.add(onModels("all/current", new byte[] {0, 1, 2}));
        assertThat(bad).hasSizeGreaterThanOrEqualTo(6);
        client.send(bad);
    }

    private static boolean hasKey(List<ConsumerRecord<byte[], byte[]>> records, String ending) {
        return records.stream().anyMatch(record -> new String(record.key(), StandardCharsets.UTF_8).endsWith(ending));
    }

    private static ProducerRecord<byte[], byte[]> onModels(String key, byte[] value) {
        return new ProducerRecord<>(NAMES.models(), bytes(key), value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TopologyRunner runner() throws IOException {
        return runner(new Meters(Readings.NAME));
    }

    private TopologyRunner runner(Meters meters) throws IOException {
        return runner(meters, client.properties());
    }

    private TopologyRunner runner(Meters meters, Map<String, Object> properties) throws IOException {
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));
        TopologyRunner runner = new TopologyRunner(
                topology, properties, "readings-1", folder.resolve("state"), meters, new RunStatus());
        runner.start();
        return runner;
    }

    private void sendUntilScoredByAModel(ClusterClient.Reader scores) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean byModel = false;
        while (!byModel && System.nanoTime() < deadline) {
            send(10);
            List<ScoreRecord> records = read(scores, sent);
            byModel = records.get(records.size() - 1).score().modelVersion() >= 1;
        }
        assertThat(byModel).isTrue();
    }
}
