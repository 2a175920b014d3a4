package dev.undercurrent.testing;

import dev.undercurrent.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The broker integration tests talk to. {@code -Dundercurrent.broker=container} takes Kafka's own image by
 * Testcontainers, {@code embedded} the broker inside this process, {@code auto}, the default, a container where an
 * engine and the image are there. Not thread-safe: the test that starts it closes it.
 */
public final class TestBroker implements AutoCloseable {
    /** Kafka's image; another one of the same interface by {@code -Dundercurrent.kafka-image}. */
    public static final String IMAGE = System.getProperty("undercurrent.kafka-image", "apache/kafka:4.3.1");

    private static final Logger LOG = LoggerFactory.getLogger(TestBroker.class);
    private static final String SWITCH = "undercurrent.broker";
    /** What the product's own broker is configured with and tests rely on. */
    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
            "KAFKA_MESSAGE_MAX_BYTES", String.valueOf(64 << 20),
            "KAFKA_REPLICA_FETCH_MAX_BYTES", String.valueOf(64 << 20),
            "KAFKA_LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS", String.valueOf(Long.MAX_VALUE),
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4",
            "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");

    private final AutoCloseable broker;
    private final String bootstrapServers;

    private TestBroker(AutoCloseable broker, String bootstrapServers) {
        this.broker = broker;
        this.bootstrapServers = bootstrapServers;
    }

    /** @param folder of the embedded one's data; a container keeps its own to itself */
    public static TestBroker start(Path folder) {
        boolean contained = isContained(System.getProperty(SWITCH, "auto"));
        LOG.atInfo().addKeyValue("broker", contained ? IMAGE : "embedded").log("broker for tests");
        if (contained) {
            KafkaContainer container = container();
            container.start();
            return new TestBroker(container, container.getBootstrapServers());
        }
        EmbeddedBroker broker = EmbeddedBroker.start(folder);
        return new TestBroker(broker, broker.bootstrapServers());
    }

    /** A broker in a container, not started. */
    @SuppressWarnings("resource") // whoever starts it closes it
    public static KafkaContainer container() {
        return new KafkaContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"))
                .withEnv(SETTINGS);
    }

    /** The address clients connect to, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Changes a setting while it runs. */
    public void set(String name, String value) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(all, List.of(set))).all().get();
        }
    }

    @Override
    public void close() {
        try {
            broker.close();
        } catch (Exception e) {
            throw new IllegalStateException("broker: not closed (expected: an orderly end)", e);
        }
    }

    private static boolean isContained(String choice) {
        return switch (choice) {
            case "embedded" -> false;
            case "container" -> true;
            case "auto" -> Engine.gets(IMAGE);
            default ->
                throw new IllegalArgumentException(SWITCH + ": " + choice + " (expected: auto, container or embedded)");
        };
    }
}
