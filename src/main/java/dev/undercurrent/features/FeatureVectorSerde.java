package dev.undercurrent.features;

import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Compact bytes of a {@link FeatureVector} for stores and the topics between stages. Thread-safe.
 *
 * <p>Every number is kept in full, history included, so that a vector read back is scored to the same bits.
 */
public final class FeatureVectorSerde implements Serde<FeatureVector> {
    private static final int CAPACITY = 1024;

    /** Of a number in full: that it is one, and its bits. */
    private static final int NUMBER_BYTES = 1 + Double.BYTES;

    /** Of a text beside its own bytes: that it is one, and its length. */
    private static final int TEXT_HEAD = 1 + Integer.BYTES;

    /** Of a character in UTF-8, where two make a pair of four. */
    private static final int CHARACTER_BYTES = 3;

    private final ThreadLocal<BinaryWriter> writers = ThreadLocal.withInitial(() -> new BinaryWriter(CAPACITY));

    @Override
    public Serializer<FeatureVector> serializer() {
        return (topic, vector) -> {
            BinaryWriter writer = writers.get().begin();
            write(vector, writer);
            return writer.toBytes();
        };
    }

    @Override
    public Deserializer<FeatureVector> deserializer() {
        return (topic, bytes) -> read(new BinaryReader(bytes));
    }

    /** Writes it where a writer stands. */
    public static void write(FeatureVector vector, BinaryWriter writer) {
        writer.writeText(vector.id())
                .writeText(vector.key())
                .writeByte(vector.late() ? 1 : 0)
                .writeInt(vector.history().size());
        writeRow(vector.row(), writer);
        for (Row row : vector.history()) {
            writeRow(row, writer);
        }
    }

    /** Reads it where a reader stands. */
    public static FeatureVector read(BinaryReader reader) {
        String id = reader.readText();
        String key = reader.readText();
        boolean late = reader.readByte() == 1;
        Row[] history = new Row[reader.readInt()];
        Row row = readRow(reader);
        for (int i = 0; i < history.length; i++) {
            history[i] = readRow(reader);
        }
        return new FeatureVector(id, key, late, row, history.length == 0 ? List.of() : Arrays.asList(history));
    }

    /** Writes one row where a writer stands. */
    public static void writeRow(Row row, BinaryWriter writer) {
        writer.writeLong(row.time()).writeInt(row.size());
        for (int slot = 0; slot < row.size(); slot++) {
            writer.writeSlot(row.number(slot), row.text(slot));
        }
    }

    /** Bytes of the largest row of a schema, or a few more. */
    public static long largestRow(FeatureSchema schema) {
        long categories = schema.features().stream()
                .filter(feature -> feature.type() == FeatureType.CATEGORY)
                .count();
        long text = TEXT_HEAD + (long) CHARACTER_BYTES * FeatureExtractor.LONGEST;
        return Long.BYTES + Integer.BYTES + (long) NUMBER_BYTES * schema.size() + categories * text;
    }

    /** Reads one row where a reader stands. */
    public static Row readRow(BinaryReader reader) {
        long time = reader.readLong();
        double[] numbers = new double[reader.readInt()];
        String[] texts = new String[numbers.length];
        for (int slot = 0; slot < numbers.length; slot++) {
            texts[slot] = reader.readSlot(numbers, slot);
        }
        return new Row(time, numbers, texts);
    }
}
