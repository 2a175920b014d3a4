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
