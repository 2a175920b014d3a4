package dev.undercurrent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.ingest.Ingestor;
import dev.undercurrent.ingest.Pace;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.testing.TestBroker;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.vae.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicInputIT {
    private static final int ROWS = 700;
    private static final long START = 1_700_000_000_000L;
    private static final String YAML = """
            source: {topic: readings, key: /host, keyed: true, time: /time, id: /id}
            features:
              load: {type: number}
            windows:
              host: {over: [PT1H], add: [mean(load), gap]}
            """;

    @TempDir
    static Path folder;

    private static final LoadedTopology TOPOLOGY = new LoadedTopology(
            "readings",
            new TopologyLoader(Path.of(""), Map.of()).parse("readings", YAML).config(),
            new ModelConfig(List.of(8), 2, 2, 7, 1, 10, 0.002, 25, 32, 0, List.of(1), 1, 128, true, 0.05));

    private static TestBroker broker;
    private static Map<String, Object> client = Map.of();
    private static Path file = Path.of("");

    @BeforeAll
    static void ingest() throws Exception {
        broker = TestBroker.start(folder.resolve("broker"));
        client = Map.of("bootstrap.servers", broker.bootstrapServers());
        file = Files.write(folder.resolve("readings.csv"), lines());
        try (Admin admin = Admin.create(client)) {
            NewTopic topic = new NewTopic("readings", 3, (short) 1).configs(Map.of("retention.ms", "-1"));
            admin.createTopics(List.of(topic)).all().get();
        }
        abortedTransaction();
        try (Ingestor ingestor = Ingestor.connect(client)) {
            ingestor.ingest(
                    RecordFiles.read(file, TOPOLOGY.config().source(), RecordFiles.Order.TIME),
                    "readings",
                    Pace.FULL,
                    sent -> {});
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static List<String> lines() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("id,host,time,load"));
        for (int i = 0; i < ROWS; i++) {
            lines.add("r" + i + ",h" + i % 7 + "," + (START + i * 60_000L) + "," + random.nextDouble());
        }
        return lines;
    }

    /** Leaves records that must not be read, and markers that take offsets. */
    private static void abortedTransaction() {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "aborted");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            byte[] value = "{\"id\":\"x\",\"host\":\"h1\",\"time\":1700000000000,\"load\":99}"
                    .getBytes(StandardCharsets.UTF_8);
            for (int partition = 0; partition < 3; partition++) {
                var unused = producer.send(new ProducerRecord<>("readings", partition, START, null, value));
            }
            producer.flush();
            producer.abortTransaction();
        }
        try (KafkaProducer<byte[], byte[]> next =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            next.initTransactions(); // waits for the markers, which brokers write after they have answered
        }
    }

    private static TopicInput topic(long since, long until, Map<Integer, TopicRange.Offsets> offsets) {
        return TopicInput.open(client, new TopicRange("readings", since, until, offsets));
    }

    private static List<ScoreRecord> scores(SourceInput input) {
        List<ScoreRecord> records = new ArrayList<>();
        ReplaySettings settings = ReplaySettings.of(Protocol.ofRows(300), START + ROWS * 60_000L);
        ReplayListener keep =
                (ScoreRecord record, FeatureVector vector, int label, boolean counted) -> records.add(record);
        try (input;
                Replay replay = new Replay(TOPOLOGY, settings, Truth.NONE, keep)) {
            while (input.hasNext()) {
                replay.accept(input.next());
            }
            replay.finish();
        }
        return records;
    }

    private static List<Long> times(SourceInput input) {
        List<Long> times = new ArrayList<>();
        try (input) {
            while (input.hasNext()) {
                times.add(input.next().timestamp());
            }
        }
        return times;
    }

    @Test
    void givesTheScoresOfTheFileThatWasIngested() throws IOException {
        List<ScoreRecord> ofTopic = scores(topic(Long.MIN_VALUE, Long.MAX_VALUE, Map.of()));

        assertThat(ofTopic)
                .hasSize(ROWS - 300)
                .isEqualTo(scores(FileInput.open(file, TOPOLOGY.config().source(), RecordFiles.Order.TIME)));
    }

    @Test
    void readsARangeOfTimeInOrder() {
        List<Long> expected = new ArrayList<>();
        for (long row = 100; row < 250; row++) {
            expected.add(START + row * 60_000);
        }

        assertThat(times(topic(START + 100 * 60_000, START + 250 * 60_000, Map.of())))
                .isEqualTo(expected);
        assertThat(times(topic(START + ROWS * 60_000L, Long.MAX_VALUE, Map.of())))
                .isEmpty();
    }

    @Test
    void readsARangeOfOffsets() {
        TopicInput all = topic(Long.MIN_VALUE, Long.MAX_VALUE, Map.of(1, new TopicRange.Offsets(0, 1_000_000)));
        TopicInput some = topic(Long.MIN_VALUE, Long.MAX_VALUE, Map.of(1, new TopicRange.Offsets(5, 25)));
        List<Long> ofPartition = times(all);

        assertThat(some.size()).isEqualTo(20);
        assertThat(times(some)).isEqualTo(ofPartition.subList(3, 23)); // an aborted record and its marker come first
        assertThat(all.size()).isEqualTo(ofPartition.size());
    }

    @Test
    void namesATopicThatIsMissing() {
        assertThatThrownBy(() ->
                        TopicInput.open(client, new TopicRange("nothing", Long.MIN_VALUE, Long.MAX_VALUE, Map.of())))
                .isInstanceOf(ClusterException.class)
                .hasMessage("topic: nothing (expected: an existing topic); check its name");
    }

    @Test
    void leavesNoGroupBehind() throws Exception {
        times(topic(Long.MIN_VALUE, Long.MAX_VALUE, Map.of()));

        try (Admin admin = Admin.create(client)) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }
}
