package dev.undercurrent.features;

import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Event;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Compact bytes of a {@link WindowedEvent} for the topics between stages. Thread-safe. */
public final class WindowedEventSerde implements Serde<WindowedEvent> {
    private static final int LATE = 1;
    private static final int WITH_ORIGIN = 2;
    private static final int CAPACITY = 512;

    private final ThreadLocal<BinaryWriter> writers = ThreadLocal.withInitial(() -> new BinaryWriter(CAPACITY));

    @Override
    public Serializer<WindowedEvent> serializer() {
        return (topic, event) -> {
            BinaryWriter writer = writers.get().begin();
            write(event, writer);
            return writer.toBytes();
        };
    }

    @Override
    public Deserializer<WindowedEvent> deserializer() {
        return (topic, bytes) -> read(new BinaryReader(bytes));
    }

    /** Writes it where a writer stands. */
    public static void write(WindowedEvent windowed, BinaryWriter writer) {
        Event event = windowed.event();
        Origin origin = windowed.origin();
        writer.writeByte((windowed.isLate() ? LATE : 0) | (origin == null ? 0 : WITH_ORIGIN))
                .writeText(event.id())
                .writeText(event.key())
                .writeLong(event.time())
                .writeInt(event.fields());
        for (int field = 0; field < event.fields(); field++) {
            writer.writeSlot(event.number(field), event.text(field));
        }
        writer.writeInt(windowed.values().length);
        for (double value : windowed.values()) {
            writer.writeDouble(value);
        }
        if (origin != null) {
            writer.writeText(origin.topic())
                    .writeInt(origin.partition())
                    .writeLong(origin.offset())
                    .writeBytes(origin.key())
                    .writeBytes(origin.value());
        }
    }

    /** Reads it where a reader stands. */
    public static WindowedEvent read(BinaryReader reader) {
        int flags = reader.readByte();
        String id = reader.readText();
        String key = reader.readText();
        long time = reader.readLong();
        int fields = reader.readInt();
        String[] texts = new String[fields];
        double[] numbers = new double[fields];
        for (int field = 0; field < fields; field++) {
            texts[field] = reader.readSlot(numbers, field);
        }
        double[] values = new double[reader.readInt()];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = reader.readDouble();
        }
        @Nullable
        Origin origin = (flags & WITH_ORIGIN) == 0
                ? null
                : new Origin(
                        reader.readText(), reader.readInt(), reader.readLong(), reader.readBytes(), reader.readBytes());
        return new WindowedEvent(new Event(id, key, time, numbers, texts), values, (flags & LATE) != 0, origin);
    }
}
