package dev.undercurrent.topology;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.ConsumerProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The latest records of a topic, to be looked at. */
public final class TopicSample {
    private static final int MOST = 20_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicSample() {}

    /**
     * Values of the latest records, at most 20,000, partition by partition.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     * @throws ClusterException if no broker answers in time or there is no such topic
     */
    public static List<byte[]> read(Map<String, Object> client, String topic, Duration patience) {
        int partitions;
        try (Cluster cluster = Cluster.of(client)) {
            cluster.awaitReachable(patience);
            if (!cluster.has(topic)) {
                throw new ClusterException("topic: " + topic + " (expected: an existing topic); check its name");
            }
            partitions = cluster.partitions(topic);
        }
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        List<byte[]> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ConsumerProperties.groupless(client), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (TopicPartition partition : all) {
                values.addAll(latest(consumer, partition, MOST / partitions));
            }
        }
        return values;
    }

    private static List<byte[]> latest(Consumer<byte[], byte[]> consumer, TopicPartition partition, int most) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(begin, end - most));
        List<byte[]> values = new ArrayList<>();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
