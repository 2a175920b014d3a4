package dev.undercurrent.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.testing.SchedulingPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);

    @TempDir
    Path folder;

    @Test
    void keepsItsRecordsOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            createTopic(broker);
            send(broker, "first", "second");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            send(broker, "third");
            assertThat(read(broker, 3)).containsExactly("first", "second", "third");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void compactionGivesWayToAllElse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThat(broker.bootstrapServers()).isNotEmpty();
            assertThat(SchedulingPolicy.ofThreads("kafka-log-clean"))
                    .as("SCHED_IDLE")
                    .containsExactly(5);
        }
    }

    @Test
    void takesARecordOfTenMegabytes() throws Exception {
        String large = "x".repeat(10 << 20);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            createTopic(broker);
            send(broker, large);
            assertThat(read(broker, 1)).containsExactly(large);
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThat(BrokerAddress.isHeld(folder)).isTrue();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(BrokerException.class)
                    .hasMessage("data: " + folder + " is in use by another process (expected: a folder of its own for"
                            + " each broker); stop that process or choose another with --data");
        }
        assertThat(BrokerAddress.isHeld(folder)).isFalse();
    }

    @Test
    void isFoundByItsAddressFileWhileItRuns() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThat(BrokerAddress.find(folder)).isEmpty();
            try (BrokerAddress address = BrokerAddress.publish(folder, broker)) {
                assertThat(address).isNotNull();
                assertThat(BrokerAddress.find(folder)).contains(broker.bootstrapServers());
            }
            assertThat(BrokerAddress.find(folder)).isEmpty();
        }
    }

    @Test
    void saysWhenItsDataIsNotKafkas() throws Exception {
        Files.createDirectories(folder.resolve("kafka"));
        Files.writeString(folder.resolve("kafka/meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(BrokerException.class)
                .hasMessageStartingWith("data: " + folder + " holds a broker that does not start: ")
                .hasMessageEndingWith(" (expected: data written by this version); choose another folder with --data");
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(EVENTS.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedBroker broker, String... values) throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.request.size",
                64 << 20,
                "buffer.memory",
                128L << 20);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(EVENTS.topic(), 0, null, value))
                        .get();
            }
        }
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(EVENTS));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
