package dev.undercurrent.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to a cluster and reads what is committed there. Not thread-safe. */
public final class ClusterClient implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> properties;
    private final KafkaProducer<byte[], byte[]> producer;

    public ClusterClient(String bootstrapServers) {
        this(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** @param properties of all clients, {@code bootstrap.servers} among them */
    public ClusterClient(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
        Map<String, Object> large = new HashMap<>(properties);
        large.put("max.request.size", 64 << 20);
        large.put("buffer.memory", 80 << 20);
        large.put("linger.ms", 5);
        producer = new KafkaProducer<>(large, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Client properties of the cluster. */
    public Map<String, Object> properties() {
        return properties;
    }

    /** Returns once all of them are acknowledged. */
    public void send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(producer.send(record)));
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    /** A consumer of what is committed to a topic, from its first record on. */
    public KafkaConsumer<byte[], byte[]> consumer(String topic) {
        Map<String, Object> committed = new HashMap<>(properties);
        committed.put("isolation.level", "read_committed");
        committed.put("enable.auto.commit", false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(committed, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** A reader of a topic from its first record on. */
    public Reader reader(String topic) {
        return new Reader(topic);
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Follows a topic as committed, and keeps what it has read. Not thread-safe. */
    public final class Reader implements AutoCloseable {
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final KafkaConsumer<byte[], byte[]> consumer;

        private Reader(String topic) {
            consumer = consumer(topic);
        }

        /** Everything read so far, each partition in its order. */
        public List<ConsumerRecord<byte[], byte[]>> records() {
            return records;
        }

        /** Reads what arrives within an instant. */
        public List<ConsumerRecord<byte[], byte[]>> more() {
            consumer.poll(POLL).forEach(records::add);
            return records;
        }

        /**
         * Reads until enough is there.
         *
         * @return what was read, enough or not
         */
        public List<ConsumerRecord<byte[], byte[]>> await(
                Duration patience, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
            long deadline = System.nanoTime() + patience.toNanos();
            while (!enough.test(records) && System.nanoTime() < deadline) {
                more();
            }
            return records;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
