package dev.undercurrent.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to a source topic, which has to exist: the key as UTF-8 for Kafka's default partitioner, the event time
 * as the record's timestamp. Not thread-safe: one thread ingests.
 */
public final class Ingestor implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;

    /** @param producer closed with the ingestor */
    public Ingestor(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * @param client properties of the connection: {@code bootstrap.servers}, security, and whatever else is to differ
     */
    public static Ingestor connect(Map<String, ?> client) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                1 << 17));
        properties.putAll(client);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new Ingestor(new KafkaProducer<>(properties, bytes, bytes));
    }

    /**
     * Sends all records and returns when the broker has them.
     *
     * @param progress told the number of records sent, after each
     * @throws KafkaException if one of them was refused or the broker could not be reached in time
     */
    public Ingested ingest(Stream<FileRecord> records, String topic, Pace pace, LongConsumer progress) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        long sent = 0;
        long bytes = 0;
        long first = FileRecord.NO_TIME;
        long last = FileRecord.NO_TIME;
        for (Iterator<FileRecord> each = records.iterator(); each.hasNext() && failure.get() == null; ) {
            FileRecord next = each.next();
            first = sent == 0 ? next.time() : first;
            last = Math.max(last, next.time());
            Pace.waitUntil(start, pace.dueNanos(sent, next.time() - first));
            var unused = producer.send(record(topic, next), (metadata, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
            bytes += next.value().length;
            progress.accept(++sent);
        }
        producer.flush();
        Exception refused = failure.get();
        if (refused != null) {
            throw new KafkaException("topic " + topic + ": a record was refused: " + refused.getMessage(), refused);
        }
        return new Ingested(sent, bytes, first, last, System.nanoTime() - start);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, FileRecord next) {
        byte[] key = next.key().isEmpty() ? null : next.key().getBytes(StandardCharsets.UTF_8);
        Long timestamp = next.time() < 0 ? null : next.time();
        return new ProducerRecord<>(topic, null, timestamp, key, next.value());
    }

    /** Sends what was taken, though the thread be told to stop. */
    @Override
    public void close() {
        boolean isInterrupted = Thread.interrupted();
        producer.close(CLOSE);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
