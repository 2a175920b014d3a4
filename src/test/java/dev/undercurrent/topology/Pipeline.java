package dev.undercurrent.topology;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.training.Announcement;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.training.Rounds;
import dev.undercurrent.training.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A whole topology in virtual time, which begins at {@link #START}. The scorer in use is the test's. */
final class Pipeline implements AutoCloseable {
    static final long START = 1_700_000_000_000L;

    private static final String NAME = "payments";

    final TestInputTopic<byte[], byte[]> input;
    final TestInputTopic<byte[], byte[]> feedback;
    final TestOutputTopic<String, ScoreRecord> scores;
    final TestOutputTopic<String, ScoreRecord> anomalies;
    final TestOutputTopic<byte[], byte[]> deadLetters;
    final TestOutputTopic<String, byte[]> models;
    final TestOutputTopic<String, byte[]> lifecycle;
    final ScorerSlot slot = new ScorerSlot();

    private final Meters meters = new Meters(NAME);
    private final TopologyTestDriver driver;

    Pipeline(Path folder, String yaml) {
        this(folder, yaml, rounds((version, sample) -> List.of()));
    }

    Pipeline(Path folder, String yaml, Rounds rounds) {
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).parse(NAME, yaml);
        Properties properties = StreamsProperties.of(
                NAME,
                "test",
                topology.config().runtime(),
                folder.resolve("state"),
                Map.of("bootstrap.servers", "unused:9092"));
        AnomalyTopology stages = new AnomalyTopology(topology, 1, slot, rounds, meters);
        driver = new TopologyTestDriver(stages.build(properties), properties, Instant.ofEpochMilli(START));
        TopicNames names = new TopicNames(NAME);
        input = input(topology.config().source().topic());
        feedback = input(names.feedback());
        scores = output(names.scores());
        anomalies = output(names.anomalies());
        deadLetters =
                driver.createOutputTopic(names.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        models = driver.createOutputTopic(names.models(), new StringDeserializer(), new ByteArrayDeserializer());
        lifecycle = driver.createOutputTopic(names.lifecycle(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** What Kafka Streams says of a topology's nodes, stores and topics. */
    static String describe(LoadedTopology topology) {
        return stages(topology).build(properties(topology)).describe().toString();
    }

    /** A topology's stages, not built yet. */
    static AnomalyTopology stages(LoadedTopology topology) {
        return new AnomalyTopology(
                topology,
                topology.config().source().partitions(),
                new ScorerSlot(),
                rounds((version, sample) -> List.of()),
                new Meters(topology.name()));
    }

    /** What they are built with. */
    static Properties properties(LoadedTopology topology) {
        return StreamsProperties.of(
                topology.name(),
                "test",
                topology.config().runtime(),
                Path.of("unused"),
                Map.of("bootstrap.servers", "unused:9092"));
    }

    /** Rounds that publish the version after the last one, with what they are given to announce. */
    static Rounds rounds(BiFunction<Integer, Sample, List<Announcement>> announcements) {
        return (sample, lastVersion, shifted, wallClockTime) ->
                new RoundResult(lastVersion + 1, announcements.apply(lastVersion + 1, sample));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, ScoreRecord> output(String topic) {
        RecordReader reader = new RecordReader();
        return driver.createOutputTopic(topic, new StringDeserializer(), (name, value) -> reader.score(value));
    }

    /** Pipes a record with the header {@code trace}. */
    void send(byte @Nullable [] key, byte @Nullable [] value) {
        send(key, value, START);
    }

    /**
     * Pipes one of another time.
     *
     * @param time the record's own, ms since the epoch
     */
    void send(byte @Nullable [] key, byte @Nullable [] value, long time) {
        Headers headers = new RecordHeaders().add("trace", new byte[] {7});
        input.pipeInput(new TestRecord<>(key, value, headers, Instant.ofEpochMilli(time)));
    }

    /** Pipes a payment of a card, {@code after} ms from the start. */
    void pay(String id, String card, long after, double amount) {
        String json = "{\"id\":\"" + id + "\",\"card\":\"" + card + "\",\"time\":" + (START + after) + ",\"amount\":"
                + amount + "}";
        send(card.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8));
    }

    void advance(Duration wallClock) {
        driver.advanceWallClockTime(wallClock);
    }

    /** How many dead letters of a reason were counted. */
    double counted(String reason) {
        return Scrape.of(meters.scrape()).value("undercurrent_dead_letters_total", "reason", reason);
    }

    @Override
    public void close() {
        driver.close();
        slot.close();
    }
}
