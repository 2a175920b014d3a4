package dev.undercurrent.training;

import dev.undercurrent.features.FeatureVector;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A sampled unit as bytes: one byte of its weight and whether it is flagged, then its vector. Thread-safe if the
 * vector's serde is.
 */
public final class SampledUnitSerde implements Serde<SampledUnit> {
    private static final byte FLAGGED = 1;

    private final Serde<FeatureVector> vectors;

    public SampledUnitSerde(Serde<FeatureVector> vectors) {
        this.vectors = vectors;
    }

    /** Whether the unit in these bytes was judged an anomaly; reads no further than its flags. */
    static boolean isFlagged(byte[] unit) {
        return (unit[0] & FLAGGED) != 0;
    }

    /** How many units of the stream the one in these bytes stands for. */
    static int weight(byte[] unit) {
        return Math.max(1, (unit[0] & 0xFF) >>> 1);
    }

    /** The same unit, no longer flagged. */
    static byte[] accepted(byte[] unit) {
        byte[] copy = unit.clone();
        copy[0] &= ~FLAGGED;
        return copy;
    }

    @Override
    public Serializer<SampledUnit> serializer() {
        return (topic, unit) -> {
            byte[] vector = vectors.serializer().serialize(topic, unit.vector());
            byte[] bytes = new byte[1 + vector.length];
            bytes[0] = (byte) (unit.weight() << 1 | (unit.flagged() ? FLAGGED : 0));
            System.arraycopy(vector, 0, bytes, 1, vector.length);
            return bytes;
        };
    }

    @Override
    public Deserializer<SampledUnit> deserializer() {
        return (topic, bytes) -> {
            byte[] vector = new byte[bytes.length - 1];
            System.arraycopy(bytes, 1, vector, 0, vector.length);
            return new SampledUnit(vectors.deserializer().deserialize(topic, vector), isFlagged(bytes), weight(bytes));
        };
    }
}
