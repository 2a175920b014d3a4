package dev.undercurrent.run;

import dev.undercurrent.commit.CommitPace;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.topology.StoreMemory;
import dev.undercurrent.topology.TopologyConfig;
import dev.undercurrent.vae.NativeMemory;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of one run: whether it is ready, what it holds, and those of its Kafka Streams client. */
final class RunMetrics implements AutoCloseable {
    /** How soon the meters of a new task are seen. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final ScheduledExecutorService refreshing = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "kafka-meters");
        thread.setDaemon(true);
        return thread;
    });
    private final KafkaStreamsMetrics kafka;

    private RunMetrics(KafkaStreams streams) {
        kafka = new KafkaStreamsMetrics(streams, Tags.empty(), refreshing, REFRESH);
    }

    /** Registers what is known of a run before its streams are. */
    static void register(Meters meters, RunStatus status, TopologyConfig config, CommitPace pace, Path stateFolder) {
        meters.gauge(
                "undercurrent_ready",
                "Whether the instance is ready, as /readyz says, 0 or 1",
                () -> status.isReady() ? 1 : 0);
        meters.gauge(
                "undercurrent_training_interval_seconds",
                "Time between two trainings as configured, training.every",
                () -> config.training().every().toMillis() / 1e3);
        meters.gauge(
                "undercurrent_commit_interval_seconds",
                "Time between two commits of a stream thread at present, runtime.commit at most",
                () -> pace.pause().toMillis() / 1e3);
        meters.gauge(
                "undercurrent_state_folder_bytes", "Size of the files in the state folder", () -> size(stateFolder));
        meters.gauge(
                "undercurrent_native_memory_bytes",
                "Resident memory that is not the JVM's: of TensorFlow, RocksDB, buffers and stacks; estimated from below",
                () -> NativeMemory.bytes());
    }

    /** Registers what the stores on disk hold in memory. */
    static void stores(Meters meters, StoreMemory memory) {
        meters.gauge(
                "undercurrent_store_memory_bytes",
                "Native memory of the stores on disk: rows not yet written, blocks, indexes, filters; runtime.store-bytes bounds it",
                memory::bytes);
    }

    /** Registers the count of what the source's retention has deleted unread; what is given adds to it. */
    static LongConsumer overtaken(Meters meters) {
        CounterDataPoint records = meters.counter(
                        "undercurrent_overtaken_records",
                        "Records of the source that its retention deleted before they were read, by their offsets")
                .labelValues();
        return records::inc;
    }

    /** Registers the streams' own. */
    static RunMetrics of(Meters meters, KafkaStreams streams) {
        RunMetrics metrics = new RunMetrics(streams);
        metrics.kafka.bindTo(meters.registry());
        return metrics;
    }

    @Override
    public void close() {
        kafka.close();
        refreshing.shutdownNow();
    }

    private static long size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // files come and go while it is walked; the next scrape sees them
        }
    }
}
