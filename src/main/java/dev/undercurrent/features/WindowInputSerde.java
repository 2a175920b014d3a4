package dev.undercurrent.features;

import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import dev.undercurrent.source.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Compact bytes of a {@link WindowInput} for the repartition of a window group. Thread-safe. */
public final class WindowInputSerde implements Serde<WindowInput> {
    private static final int EVENT = 0;
    private static final int VERDICT = 1;
    private static final int CAPACITY = 512;

    private final ThreadLocal<BinaryWriter> writers = ThreadLocal.withInitial(() -> new BinaryWriter(CAPACITY));

    @Override
    public Serializer<WindowInput> serializer() {
        return (topic, input) -> {
            BinaryWriter writer = writers.get().begin();
            if (input instanceof WindowedEvent event) {
                WindowedEventSerde.write(event, writer.writeByte(EVENT));
            } else if (input instanceof WindowInput.OfVerdict verdict) {
                write(verdict.verdict(), writer.writeByte(VERDICT));
            }
            return writer.toBytes();
        };
    }

    @Override
    public Deserializer<WindowInput> deserializer() {
        return (topic, bytes) -> {
            BinaryReader reader = new BinaryReader(bytes);
            return reader.readByte() == EVENT
                    ? WindowedEventSerde.read(reader)
                    : new WindowInput.OfVerdict(readVerdict(reader));
        };
    }

    private static void write(Verdict verdict, BinaryWriter writer) {
        writer.writeText(verdict.id())
                .writeText(verdict.answer().name())
                .writeLong(verdict.time())
                .writeInt(verdict.keys().size());
        verdict.keys().forEach((window, key) -> writer.writeText(window).writeText(key));
    }

    private static Verdict readVerdict(BinaryReader reader) {
        String id = reader.readText();
        Verdict.Answer answer = Verdict.Answer.valueOf(reader.readText());
        long time = reader.readLong();
        int size = reader.readInt();
        Map<String, String> keys = new HashMap<>();
        for (int i = 0; i < size; i++) {
            String window = reader.readText();
            keys.put(window, reader.readText());
        }
        return new Verdict(id, answer, time, keys);
    }
}
