package dev.undercurrent.registry;

import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.ConsumerProperties;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelChunks.ModelRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads a models topic, which has one partition, as committed, and writes to it. */
public final class ModelTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    private ModelTopic() {}

    /**
     * The versions in a topic as of now.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     */
    public static ModelAssembler read(Map<String, Object> client, String topic) {
        ModelAssembler assembler = new ModelAssembler();
        try (Consumer<String, byte[]> consumer = consumer(client, topic + "-reader")) {
            readToEnd(
                    consumer,
                    new TopicPartition(topic, 0),
                    record -> assembler.accept(record.key() == null ? "" : record.key(), record.value()));
        }
        return assembler;
    }

    /**
     * One that reads what is committed and commits nothing itself.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     */
    public static Consumer<String, byte[]> consumer(Map<String, Object> client, String clientId) {
        Map<String, Object> properties = ConsumerProperties.groupless(client);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Writes a record outside of any transaction, and returns once it is acknowledged.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     * @throws ClusterException if it is not within {@code patience}
     */
    public static void write(Map<String, Object> client, String topic, ModelRecord record, Duration patience) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, record.key(), record.value()))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ClusterException(
                    "topic: " + topic + " cannot be written (expected: an acknowledgement within " + patience + "): "
                            + e.getMessage() + "; check the brokers and the right to write to it",
                    e);
        }
    }

    /** Hands over every record from the first to the one that is the last right now. */
    static void readToEnd(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> records) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (end != null && consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(records);
        }
    }
}
