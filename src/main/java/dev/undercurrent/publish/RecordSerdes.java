package dev.undercurrent.publish;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The serdes of the records that leave. Thread-safe, as the tasks of all stream threads share the one a topology was
 * built with: each thread has a writer of its own.
 */
public final class RecordSerdes {
    private RecordSerdes() {}

    /** Of score records. */
    public static Serde<ScoreRecord> scores() {
        return serde(RecordWriter::write, new RecordReader()::score);
    }

    /** Of latent codes. */
    public static Serde<LatentCode> latentCodes() {
        return serde(RecordWriter::write, new RecordReader()::latentCode);
    }

    /** Of lifecycle events. */
    public static Serde<LifecycleEvent> lifecycleEvents() {
        return serde(RecordWriter::write, new RecordReader()::lifecycleEvent);
    }

    private static <T> Serde<T> serde(BiFunction<RecordWriter, T, byte[]> write, Function<byte[], T> read) {
        ThreadLocal<RecordWriter> writers = ThreadLocal.withInitial(RecordWriter::new);
        return Serdes.serdeFrom(
                (topic, value) -> write.apply(writers.get(), value), (topic, bytes) -> read.apply(bytes));
    }
}
