package dev.undercurrent.repartition;

import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Records in the bytes of one: each one's key, timestamp, headers and value, one behind the other. Those of a
 * repartition are of one partition; a store holds a record as a bundle of one. Not thread-safe.
 */
public final class Bundle {
    private static final int CAPACITY = 512;
    /** The first byte of all bundles; odd, as without it a bundle began with twice the length of a key. */
    private static final int FORMAT = 0x55;

    private static final String EXPECTED = " (expected: what this build writes); let the build that wrote it work off"
            + " what waits, or start anew by 'reset'";

    /** Serdes between stages write the same for any topic. */
    public static final String NO_TOPIC = "";

    private final BinaryWriter writer = new BinaryWriter(CAPACITY);
    private String key = "";
    private long timestamp;
    private int size;

    /** @param value the record's, as bytes */
    public void add(Record<String, ?> record, byte[] value) {
        if (size == 0) {
            writer.begin().writeByte(FORMAT);
            key = record.key();
            timestamp = record.timestamp();
        }
        size++;
        timestamp = Math.max(timestamp, record.timestamp());
        Header[] headers = record.headers().toArray();
        writer.writeText(record.key()).writeLong(record.timestamp()).writeInt(headers.length);
        for (Header header : headers) {
            writer.writeText(header.key()).writeBytes(header.value());
        }
        writer.writeBytes(value);
    }

    /** Records in it. */
    int size() {
        return size;
    }

    /** Bytes that they take. */
    int bytes() {
        return writer.size();
    }

    /** All of them as one record, with the key of the first and the newest timestamp; it is empty thereafter. */
    public Record<String, byte[]> take() {
        size = 0;
        return new Record<>(key, writer.toBytes(), timestamp);
    }

    /**
     * Gives the records of a bundle's bytes, in their order.
     *
     * @throws SerializationException if another build wrote it, or it is damaged
     */
    public static <V> void read(byte[] bytes, Deserializer<V> values, Consumer<Record<String, V>> records) {
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw new SerializationException("no bundle of this build" + EXPECTED);
        }
        BinaryReader reader = new BinaryReader(bytes);
        reader.readByte();
        while (reader.hasMore()) {
            records.accept(next(reader, values));
        }
    }

    private static <V> Record<String, V> next(BinaryReader reader, Deserializer<V> values) {
        try {
            String key = reader.readText();
            long timestamp = reader.readLong();
            Headers headers = new RecordHeaders();
            for (int left = reader.readInt(); left > 0; left--) {
                headers.add(reader.readText(), reader.readBytes());
            }
            return new Record<>(key, values.deserialize(NO_TOPIC, reader.readBytes()), timestamp, headers);
        } catch (RuntimeException e) { // whatever comes of bytes that mean something else
            throw new SerializationException("a bundle of other contents" + EXPECTED, e);
        }
    }
}
