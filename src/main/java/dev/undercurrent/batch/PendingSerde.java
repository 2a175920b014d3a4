package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A pending vector as bytes: timestamp, key, headers, vector; lengths before contents, big-endian, −1 for a null header
 * value. Thread-safe if the vector's serde is.
 */
final class PendingSerde {
    private static final String NO_TOPIC = "";

    private final Serde<FeatureVector> vectors;

    PendingSerde(Serde<FeatureVector> vectors) {
        this.vectors = vectors;
    }

    byte[] encode(Pending pending) {
        byte[] key = pending.key().getBytes(StandardCharsets.UTF_8);
        byte[] vector = vectors.serializer().serialize(NO_TOPIC, pending.vector());
        List<byte[]> names = new ArrayList<>();
        int size = Long.BYTES + 3 * Integer.BYTES + key.length + vector.length;
        for (Header header : pending.headers()) {
            byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
            names.add(name);
            size += 2 * Integer.BYTES + name.length + (header.value() == null ? 0 : header.value().length);
        }
        ByteBuffer target = ByteBuffer.allocate(size).putLong(pending.timestamp());
        put(target, key);
        target.putInt(names.size());
        int index = 0;
        for (Header header : pending.headers()) {
            put(target, names.get(index++));
            put(target, header.value());
        }
        put(target, vector);
        return target.array();
    }

    Pending decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long timestamp = source.getLong();
        String key = new String(present(take(source)), StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders();
        for (int left = source.getInt(); left > 0; left--) {
            headers.add(new String(present(take(source)), StandardCharsets.UTF_8), take(source));
        }
        return new Pending(
                key, timestamp, headers, vectors.deserializer().deserialize(NO_TOPIC, present(take(source))));
    }

    private static void put(ByteBuffer target, byte @Nullable [] bytes) {
        if (bytes == null) {
            target.putInt(-1);
        } else {
            target.putInt(bytes.length).put(bytes);
        }
    }

    private static byte @Nullable [] take(ByteBuffer source) {
        int length = source.getInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    private static byte[] present(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("pending vector: null (expected: a key, header names and a vector)");
        }
        return bytes;
    }
}
