package dev.undercurrent.publish;

import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The serdes of the records that leave; every call makes a new one, because a writer is not thread-safe. */
public final class RecordSerdes {
    private RecordSerdes() {}

    /** Of score records. */
    public static Serde<ScoreRecord> scores() {
        RecordWriter writer = new RecordWriter();
        return serde(writer::write, new RecordReader()::score);
    }

    /** Of latent codes. */
    public static Serde<LatentCode> latentCodes() {
        RecordWriter writer = new RecordWriter();
        return serde(writer::write, new RecordReader()::latentCode);
    }

    /** Of lifecycle events. */
    public static Serde<LifecycleEvent> lifecycleEvents() {
        RecordWriter writer = new RecordWriter();
        return serde(writer::write, new RecordReader()::lifecycleEvent);
    }

    private static <T> Serde<T> serde(Function<T, byte[]> write, Function<byte[], T> read) {
        return Serdes.serdeFrom((topic, value) -> write.apply(value), (topic, bytes) -> read.apply(bytes));
    }
}
