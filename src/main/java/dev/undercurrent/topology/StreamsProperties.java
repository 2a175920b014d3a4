package dev.undercurrent.topology;

import dev.undercurrent.cluster.SocketBuffers;
import dev.undercurrent.cluster.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/** The settings Kafka Streams runs with: ours, chosen by measurement, under whatever the user says of the client. */
public final class StreamsProperties {
    /** Bytes of records that wait to be written to stores on disk. */
    static final long CACHE_BYTES = 64L << 20;

    /** Bytes of records that one stream thread has on their way to brokers, and so of the largest: a dead letter. */
    static final long SENT_BYTES = Topic.DEAD_LETTER_BYTES;

    /**
     * Of a changelog, whose last segment is never compacted: what a restore reads beyond the rows that live. Kafka's
     * own would be 1 GiB a partition.
     */
    private static final int SEGMENT_BYTES = 32 << 20;

    /**
     * A consumer asks a broker for more only once all of what it sent was taken, so a large fetch of one stage's input
     * keeps the next stage's waiting.
     */
    private static final int FETCH_BYTES = 512 << 10;

    private static final int PARTITION_FETCH_BYTES = 128 << 10;

    /**
     * A commit sends what waits, and nothing is read before it. So records may well wait for others until then: each
     * batch begun wakes the producer's thread, which takes the core from the stream thread.
     */
    private static final Duration LINGER_COMMITTED = Duration.ofMillis(10);

    private static final Duration LINGER = Duration.ofMillis(5);

    /**
     * As small as by lz4, for which Kafka's clients make 128 KiB of buffers anew for each batch: 5 KiB an event while
     * card-fraud catches up, and the fewer events a batch has, the more.
     */
    private static final String COMPRESSION = "snappy";

    /**
     * The broker refuses the offsets of a transaction while it still ends the one before, and what is refused is sent
     * again after this time, for which the producer sends nothing else. Kafka's own 100 ms are longer than most
     * transactions here.
     */
    private static final Duration RETRY_BACKOFF = Duration.ofMillis(10);

    private static final Duration SESSION = Duration.ofSeconds(10);

    private StreamsProperties() {}

    /**
     * All properties of one instance.
     *
     * @param name the topology's name, which is its application id
     * @param instance name of this instance, stable over restarts, for static membership
     * @param stateFolder where stores lie
     * @param client the user's client properties; they win
     */
    public static Properties of(
            String name, String instance, RuntimeConfig runtime, Path stateFolder, Map<String, Object> client) {
        boolean exactlyOnce = runtime.guarantee() == RuntimeConfig.Guarantee.EXACTLY_ONCE;
        Properties properties = new Properties();
        properties.putAll(SocketBuffers.SYSTEM_SIZED);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, instance);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, runtime.threads());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, runtime.commit().toMillis());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, runtime.standbys());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedStoreMemory.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, runtime.patience().toMillis());
        // both would read metrics that may end the process; those that are safe to read are served to Prometheus
        properties.put(StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        // the poll must not hold back the punctuation that scores a lone event
        properties.put(StreamsConfig.POLL_MS_CONFIG, Duration.ofMillis(5).toMillis());
        // a task with an empty input does not wait for it, nor format a text about it for every record of the other;
        // verdicts are counted by their own time, and no order between them and the events survives a repartition
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), SEGMENT_BYTES);
        if (hasStaticMembers(client)) {
            consumer(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
            consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
            consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        }
        consumer(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        consumer(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        producer(properties, ProducerConfig.LINGER_MS_CONFIG, (exactlyOnce ? LINGER_COMMITTED : LINGER).toMillis());
        producer(properties, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF.toMillis());
        producer(properties, ProducerConfig.BUFFER_MEMORY_CONFIG, SENT_BYTES);
        producer(properties, ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        producer(properties, ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
        producer(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int) SENT_BYTES);
        for (String setting : client.keySet()) { // what the user says of all clients outweighs what we say of one
            properties.remove(StreamsConfig.mainConsumerPrefix(setting));
            properties.remove(StreamsConfig.producerPrefix(setting));
        }
        properties.putAll(client);
        return properties;
    }

    /**
     * Whether an instance that comes back takes the place it had: not by {@code group.protocol=streams}, which knows no
     * such members and has brokers say when one is gone.
     *
     * @param client the user's client properties
     */
    public static boolean hasStaticMembers(Map<String, Object> client) {
        return !GroupProtocol.STREAMS
                .name()
                .equalsIgnoreCase(String.valueOf(client.get(StreamsConfig.GROUP_PROTOCOL_CONFIG)));
    }

    /**
     * How long a static member that has stopped stays one.
     *
     * @param client the user's client properties
     */
    public static Duration sessionTimeout(Map<String, Object> client) {
        String setting = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
        return Stream.of(StreamsConfig.mainConsumerPrefix(setting), setting)
                .filter(client::containsKey)
                .findFirst()
                .map(name -> Duration.ofMillis(
                        Long.parseLong(String.valueOf(client.get(name)).trim())))
                .orElse(SESSION);
    }

    private static void consumer(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.mainConsumerPrefix(name), value);
    }

    private static void producer(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.producerPrefix(name), value);
    }
}
