package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.source.RecordLimits;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.TestBroker;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicNames NAMES = new TopicNames(Readings.NAME);
    private static final byte[] KEY = {(byte) 0xc3, 0x28};
    private static final String DEFAULT_BYTES = "1048588";

    /** A value, and the reason for which it is refused. */
    @SuppressWarnings("ArrayRecordComponent") // held, never compared
    private record Bad(String reason, byte @Nullable [] value) {}

    @TempDir
    Path folder;

    @Test
    void everyBadRecordIsADeadLetterByteForByteAndTheStreamGoesOn() throws Exception {
        byte[] large = new byte[10 << 20];
        new Random(1).nextBytes(large);
        List<Bad> all = List.of(
                new Bad("too-large", large),
                new Bad("empty", null),
                new Bad("empty", new byte[0]),
                bad("invalid-json", "{\"host\":\"a\",\"time\":1700000000000,\"load\":NaN}"),
                bad("not-finite", "{\"host\":\"a\",\"time\":1700000000000,\"load\":1e308}"),
                bad("invalid-json", "[".repeat(10_000) + "]".repeat(10_000)),
                bad("wrong-type", "{\"host\":\"a\",\"time\":1700000000000,\"load\":\"high\"}"),
                bad("missing-key", "{\"time\":1700000000000,\"load\":1}"),
                bad("missing-time", "{\"host\":\"a\",\"load\":1}"),
                bad("invalid-json", "\u0000"),
                bad("too-large", reading("r", letters(900_000))));
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                TopologyRunner runner = runner(topology, client.properties())) {
            runner.start();
            client.send(Readings.records(0, 20));
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            all.forEach(bad -> records.add(new ProducerRecord<>(Readings.TOPIC, 1, KEY, bad.value())));
            client.send(records);
            client.send(Readings.records(20, 40));

            try (ClusterClient.Reader letters = client.reader(NAMES.deadLetters());
                    ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                scores.await(PATIENCE, read -> read.size() >= 40);
                letters.await(PATIENCE, read -> read.size() >= all.size());
                letters.more();
                assertThat(scores.more()).hasSize(40);
                expect(all, letters.records());
            }
            assertThat(runner.isRunning()).isTrue();
        }
    }

    private TopologyRunner runner(LoadedTopology topology, Map<String, Object> client) {
        return new TopologyRunner(
                topology, client, "readings-1", folder.resolve("state"), new Meters(Readings.NAME), new RunStatus());
    }

    private static void expect(List<Bad> all, List<ConsumerRecord<byte[], byte[]>> letters) {
        assertThat(letters).hasSize(all.size());
        List<ConsumerRecord<byte[], byte[]>> inOrder = inOrder(letters);
        for (int number = 0; number < all.size(); number++) {
            ConsumerRecord<byte[], byte[]> letter = inOrder.get(number);
            assertThat(letter.key()).isEqualTo(KEY);
            assertThat(letter.value()).isEqualTo(all.get(number).value());
            assertThat(text(letter, DeadLetterHeaders.REASON))
                    .isEqualTo(all.get(number).reason());
            assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo(Readings.TOPIC);
            assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("1");
        }
    }

    /**
     * With topics of the size that brokers give by default, an output that is larger would fail at every start anew:
     * keys, ids and headers that would make one are dead letters, and those carry no more than their topic takes.
     */
    @Test
    void noRecordMakesOneThatABrokerRefuses() throws Exception {
        List<ProducerRecord<byte[], byte[]>> large = List.of(
                record(reading("r", letters(900_000))),
                record(reading(letters(900_000), "a")),
                headed(record(reading("r", "a")), 15, 60_000),
                record(letters(3 << 20)),
                headed(record(letters(40 << 20)), 1, 1),
                new ProducerRecord<>(
                        Readings.TOPIC, 1, bytes(letters(RecordLimits.HEADERS + 1)), bytes(reading("r", "a"))),
                record(reading("long", letters(RecordLimits.TEXT))));
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                Cluster cluster = Cluster.of(client.properties())) {
            Map<String, Object> properties = new HashMap<>(client.properties());
            properties.put("topic.max.message.bytes", DEFAULT_BYTES);
            cluster.ensure(Stream.of(NAMES.scores(), NAMES.anomalies(), NAMES.latents(), NAMES.deadLetters())
                    .map(name -> new Topic(name, 2, false, Map.of("max.message.bytes", DEFAULT_BYTES)))
                    .toList());
            try (TopologyRunner runner = runner(topology, properties)) {
                runner.start();
                client.send(large);
                client.send(Readings.records(0, 20));
                try (ClusterClient.Reader letters = client.reader(NAMES.deadLetters());
                        ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                    scores.await(PATIENCE, read -> read.size() >= 21);
                    letters.await(PATIENCE, read -> read.size() >= 6);
                    List<ConsumerRecord<byte[], byte[]>> all = inOrder(letters.records());
                    assertThat(all).hasSize(6);
                    for (int number = 0; number < 6; number++) {
                        ConsumerRecord<byte[], byte[]> letter = all.get(number);
                        boolean carried = number != 3 && number != 4;
                        assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo("too-large");
                        assertThat(letter.value())
                                .isEqualTo(carried ? large.get(number).value() : null);
                        assertThat(letter.key())
                                .isEqualTo(carried ? large.get(number).key() : null);
                        assertThat(letter.headers().toArray()).hasSize(number == 2 ? 15 + 5 : 5);
                        assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo(String.valueOf(number));
                    }
                }
                assertThat(runner.isRunning()).isTrue();
            }
        }
    }

    /** Brokers refuse by default what is more than an hour ahead; an output has the time of its event. */
    @Test
    void anEventMayBeAheadOfTheBrokersClock() throws Exception {
        Map<String, String> ahead = Map.of("UNDERCURRENT_SOURCE_MAX_AHEAD", "P1D");
        LoadedTopology topology = new TopologyLoader(folder, ahead).load(Readings.repartitioned(folder));
        String reading =
                reading("early", "a").replace("1700000000000", String.valueOf(System.currentTimeMillis() + 7_200_000));
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers())) {
            broker.set("log.message.timestamp.after.max.ms", "3600000");
            broker.set("message.max.bytes", DEFAULT_BYTES);
            Map<String, Object> properties = new HashMap<>(client.properties());
            properties.put("max.request.size", 500_000);
            createChangelogOfABuildBefore(client);
            try (TopologyRunner runner = runner(topology, properties)) {
                runner.start();
                client.send(List.of(record(letters(600_000)), record(reading)));
                try (ClusterClient.Reader scores = client.reader(NAMES.scores());
                        ClusterClient.Reader letters = client.reader(NAMES.deadLetters())) {
                    scores.await(PATIENCE, read -> read.size() == 1);
                    letters.await(PATIENCE, read -> read.size() == 1);
                    assertThat(letters.records().get(0).value())
                            .as("more than this producer sends")
                            .isNull();
                }
                assertThat(runner.failure()).isEmpty();
                try (Cluster cluster = Cluster.of(client.properties())) {
                    assertThat(cluster.settings().largestRecord("readings-by-rack-repartition"))
                            .as("of an event with its bytes")
                            .isEqualTo(topology.config().source().maxBytes() + (1 << 20));
                }
            }
        }
    }

    /** With what brokers give a topic that says nothing of the times it takes. */
    private static void createChangelogOfABuildBefore(ClusterClient client) {
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(List.of(
                    new Topic("readings-window-host-changelog", 2, false, Map.of("cleanup.policy", "compact"))));
        }
    }

    @Test
    void aTopicThatWouldRefuseAnEventIsNamedBeforeAnythingIsMade() throws Exception {
        Map<String, String> ahead = Map.of("UNDERCURRENT_SOURCE_MAX_AHEAD", "P1D");
        LoadedTopology topology = new TopologyLoader(folder, ahead).load(Readings.topology(folder));
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                Cluster cluster = Cluster.of(client.properties());
                TopologyRunner runner = runner(topology, client.properties())) {
            Map<String, String> anHour = Map.of(Topic.MOST_AHEAD, "3600000");
            cluster.ensure(
                    List.of(new Topic(NAMES.scores(), 2, false, anHour), new Topic(NAMES.latents(), 2, false, anHour)));
            assertThatThrownBy(runner::start)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContainingAll(NAMES.scores(), NAMES.latents(), "source.max-ahead is PT24H");
            assertThat(cluster.has(NAMES.models())).isFalse();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>(Readings.TOPIC, 1, KEY, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> headed(
            ProducerRecord<byte[], byte[]> record, int headers, int length) {
        for (int header = 0; header < headers; header++) {
            record.headers().add("h" + header, bytes(letters(length)));
        }
        return record;
    }

    private static String reading(String id, String host) {
        return "{\"id\":\"" + id + "\",\"host\":\"" + host + "\",\"rack\":\"r\",\"time\":1700000000000,\"load\":1}";
    }

    /** Of which compression makes little. */
    private static String letters(int length) {
        byte[] letters = new byte[length];
        new Random(2).nextBytes(letters);
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('@' + (letters[i] & 31));
        }
        return new String(letters, StandardCharsets.US_ASCII).replace('\\', '_');
    }

    /** As their records lay in the source. */
    private static List<ConsumerRecord<byte[], byte[]>> inOrder(List<ConsumerRecord<byte[], byte[]>> letters) {
        return letters.stream()
                .sorted(Comparator.comparingLong(letter -> Long.parseLong(text(letter, DeadLetterHeaders.OFFSET))))
                .toList();
    }

    private static Bad bad(String reason, String value) {
        return new Bad(reason, bytes(value));
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
