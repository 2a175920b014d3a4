package dev.undercurrent.demo;

import dev.undercurrent.cluster.ConsumerProperties;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.RecordSerdes;
import dev.undercurrent.publish.ScoreRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** Reads what a topology publishes, as any consumer would: committed records only. Not thread-safe. */
final class Published implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final Serde<ScoreRecord> scores = RecordSerdes.scores();
    private final Serde<LifecycleEvent> events = RecordSerdes.lifecycleEvents();

    /** @param client client properties, {@code bootstrap.servers} among them */
    Published(Map<String, Object> client, TopicNames names) {
        Map<String, Object> properties = ConsumerProperties.groupless(client);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.names = names;
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(names.scores(), names.lifecycle())) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Hands over what has come since the last call, waiting up to {@code wait} for the first record. */
    void poll(Duration wait, Consumer<ScoreRecord> onScore, Consumer<LifecycleEvent> onEvent) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            if (record.topic().equals(names.scores())) {
                onScore.accept(scores.deserializer().deserialize(record.topic(), record.value()));
            } else {
                onEvent.accept(events.deserializer().deserialize(record.topic(), record.value()));
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
