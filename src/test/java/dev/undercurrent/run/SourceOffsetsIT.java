package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SourceOffsetsIT {
    private static final int OLD = 10;
    private static final int NEW = 4;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static ClusterClient client;
    private static Cluster cluster;

    private String topic;
    private String state;
    private TopicPartition first;
    private TopicPartition second;
    private final AtomicLong lost = new AtomicLong();

    @BeforeAll
    static void start() {
        broker = TestBroker.start(folder);
        client = new ClusterClient(broker.bootstrapServers());
        cluster = Cluster.of(client.properties());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        client.close();
        broker.close();
    }

    /** Two partitions, of which the first holds records of two days ago and of now. */
    @BeforeEach
    void fill(TestInfo test) throws Exception {
        topic = "events-" + test.getTestMethod().orElseThrow().getName();
        state = topic + "-state";
        first = new TopicPartition(topic, 0);
        second = new TopicPartition(topic, 1);
        cluster.ensure(List.of(Topic.ofEvents(topic, 2), Topic.ofEvents(state, 1)));
        long now = System.currentTimeMillis();
        send(OLD, now - Duration.ofDays(2).toMillis());
        send(NEW, now);
    }

    @Test
    void commitsWhereToBegin() {
        assertThat(begun("earliest")).isEqualTo(Map.of(first, 0L, second, 0L));
        assertThat(begun("latest")).isEqualTo(Map.of(first, (long) OLD + NEW, second, 0L));
        assertThat(begun("P1D")).isEqualTo(Map.of(first, (long) OLD, second, 0L));
    }

    private Map<TopicPartition, Long> begun(String from) {
        String group = topic + "-" + from;
        assertThat(offsets(group, from).begin()).isEqualTo(AutoOffsetReset.none());
        return cluster.offsets().committed(group);
    }

    @Test
    void beginsBeforeWhatAnOpenTransactionHolds() throws Exception {
        Map<String, Object> properties = new HashMap<>(client.properties());
        properties.put("transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> writer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            writer.initTransactions();
            writer.beginTransaction();
            writer.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1]))
                    .get();
            assertThat(begun("latest")).containsEntry(first, (long) OLD + NEW);
        }
    }

    @Test
    void leavesWhatIsCommittedAlone() {
        assertThat(cluster.offsets().commit(topic, Map.of(first, 3L))).isTrue();
        offsets(topic, "latest").begin();
        assertThat(cluster.offsets().committed(topic)).isEqualTo(Map.of(first, 3L, second, 0L));
    }

    /** As those of a build before that is still running: it commits only what it has read something of. */
    @Test
    void leavesAGroupWithMembersToTheClients() {
        Map<String, Object> properties = new HashMap<>(client.properties());
        properties.put("group.id", topic);
        properties.put("auto.offset.reset", "latest");
        try (KafkaConsumer<byte[], byte[]> member =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(topic));
            while (member.assignment().isEmpty()) {
                member.poll(Duration.ofMillis(100));
            }
            assertThat(offsets(topic, "latest").begin()).isEqualTo(AutoOffsetReset.latest());
            member.commitSync(Map.of(
                    first, new OffsetAndMetadata(2),
                    second, new OffsetAndMetadata(0)));
            assertThat(offsets(topic, "latest").begin()).isEqualTo(AutoOffsetReset.none());
        }
    }

    @Test
    void refusesStateWithoutOffsets() throws Exception {
        SourceOffsets offsets = offsets(topic, "earliest");
        Set<TopicPartition> kept = Set.of(new TopicPartition(state, 0));
        offsets.require(() -> kept); // nothing lies there
        client.send(List.of(new ProducerRecord<>(state, new byte[1], new byte[1])));
        assertThatThrownBy(() -> offsets.require(() -> kept))
                .isInstanceOf(ClusterException.class)
                .hasMessage("group " + topic + ": no offsets (expected: those up to which its state was made); brokers"
                        + " drop them after offsets.retention.minutes without an instance: begin anew with:"
                        + " undercurrent reset " + topic);
        cluster.offsets().commit(topic, Map.of(new TopicPartition(state, 0), 1L));
        offsets.require(() -> kept); // which was made of a topic that was read before
    }

    @Test
    void refusesASourceThatEndsBeforeWhereItWasRead() {
        SourceOffsets offsets = offsets(topic, "earliest");
        cluster.offsets().commit(topic, Map.of(first, 90L, second, 0L));
        assertThatThrownBy(() -> offsets.require(Set::of))
                .isInstanceOf(ClusterException.class)
                .hasMessage("topic " + topic + ", end of partition 0: 14 (expected: at least 90, up to where it was"
                        + " read); it is not the topic that the state was made of: begin anew with: undercurrent"
                        + " reset " + topic);
    }

    @Test
    void goesOnWithTheFirstRecordThatRetentionHasLeft() throws Exception {
        cluster.offsets().commit(topic, Map.of(first, 5L, second, 0L));
        try (Admin admin = Admin.create(client.properties())) {
            admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(8)))
                    .all()
                    .get();
        }
        SourceOffsets offsets = offsets(topic, "latest");
        offsets.require(Set::of);
        assertThat(offsets.begin()).isEqualTo(AutoOffsetReset.none());
        assertThat(cluster.offsets().committed(topic)).isEqualTo(Map.of(first, 8L, second, 0L));
        assertThat(lost).hasValue(3);
    }

    private SourceOffsets offsets(String group, String from) {
        return new SourceOffsets(cluster.offsets(), group, Set.of(first, second), from, lost::addAndGet);
    }

    private void send(int count, long time) throws Exception {
        client.send(IntStream.range(0, count)
                .mapToObj(number -> new ProducerRecord<>(topic, 0, time, new byte[1], new byte[1]))
                .toList());
    }
}
