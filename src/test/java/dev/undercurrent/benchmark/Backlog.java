package dev.undercurrent.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that wait in a topic before they are measured: some to warm up on, which anyone reads at once, and more in a
 * transaction, which whoever reads committed ones sees all at once when they are released. So the machine has nothing
 * else to do while they are worked off, and every stage begins and ends with none waiting. Not thread-safe.
 */
final class Backlog implements AutoCloseable {
    /** A broker that shares its cores may let a writer wait for long; the broker bounds a transaction's time so. */
    private static final Map<String, Object> WRITES = Map.of(
            "transactional.id",
            "backlog",
            "transaction.timeout.ms",
            900_000,
            "delivery.timeout.ms",
            600_000,
            "linger.ms",
            20,
            "compression.type",
            "lz4");

    /** Results that are waited for together. */
    private static final int UNCONFIRMED = 50_000;

    private final KafkaProducer<byte[], byte[]> producer;

    /** @param client properties that say where the broker is */
    Backlog(Map<String, Object> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.putAll(WRITES);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /**
     * @param warmup records that are seen at once
     * @param held records that are not, until {@link #release}
     */
    void write(Supplier<ProducerRecord<byte[], byte[]>> records, int warmup, int held)
            throws InterruptedException, ExecutionException {
        producer.beginTransaction();
        send(records, warmup);
        producer.commitTransaction();
        producer.beginTransaction();
        send(records, held);
    }

    private void send(Supplier<ProducerRecord<byte[], byte[]>> records, int count)
            throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sent.add(producer.send(records.get()));
            if (i % UNCONFIRMED == 0 || i == count) {
                for (Future<RecordMetadata> one : sent) {
                    one.get();
                }
                sent.clear();
            }
        }
    }

    void release() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
