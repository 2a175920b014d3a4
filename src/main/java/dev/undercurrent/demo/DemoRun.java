package dev.undercurrent.demo;

import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A broker, a running topology and a reader of what it publishes, all gone when closed. Not thread-safe. */
final class DemoRun implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final LoadedTopology topology;
    private final DemoListener listener;
    private final Path folder;
    private final EmbeddedBroker broker;
    private final TopologyRunner runner;
    private final Producer<String, String> producer;
    private final Published published;
    private final List<LifecycleEvent> lifecycle = new ArrayList<>();
    private volatile @Nullable Throwable refused;
    private long sent;
    private long scored;

    private DemoRun(
            LoadedTopology topology,
            DemoListener listener,
            Path folder,
            EmbeddedBroker broker,
            TopologyRunner runner,
            Producer<String, String> producer,
            Published published) {
        this.topology = topology;
        this.listener = listener;
        this.folder = folder;
        this.broker = broker;
        this.runner = runner;
        this.producer = producer;
        this.published = published;
    }

    /** Starts everything in a new folder. */
    static DemoRun start(LoadedTopology topology, DemoListener listener) throws IOException {
        Path folder = Files.createTempDirectory("undercurrent-demo-");
        listener.phase("starting a Kafka broker in this process");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopologyRunner runner = new TopologyRunner(
                topology,
                client,
                topology.name() + "-demo",
                folder.resolve("state"),
                new Meters(topology.name()),
                new RunStatus());
        runner.start();
        Producer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new StringSerializer(),
                new StringSerializer());
        return new DemoRun(
                topology,
                listener,
                folder,
                broker,
                runner,
                producer,
                new Published(client, new TopicNames(topology.name())));
    }

    /** A folder for whatever the demo needs besides. */
    Path folder() {
        return folder;
    }

    /** Writes one event into the source topic. */
    void send(String key, long time, String json) {
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(topology.config().source().topic(), null, time, key, json),
                (metadata, failure) -> {
                    if (failure != null) {
                        refused = failure;
                    }
                });
        sent++;
    }

    /** Events written so far. */
    long sent() {
        return sent;
    }

    /** What happened to models so far. */
    List<LifecycleEvent> lifecycle() {
        return lifecycle;
    }

    /** Units the model in use was trained and evaluated on; 0 without one. */
    long trainedOn() {
        return runner.model()
                .map(model -> model.training().samples() + model.training().holdout())
                .orElse(0L);
    }

    /** Reads what is published until {@code enough} or the time is up; every score goes to {@code onScore}. */
    void read(BooleanSupplier enough, Duration atMost, Consumer<ScoreRecord> onScore) throws InterruptedException {
        producer.flush();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!enough.getAsBoolean() && System.nanoTime() - deadline < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("demo");
            }
            poll(onScore);
        }
    }

    /** Reads once what has been published since. */
    void poll(Consumer<ScoreRecord> onScore) {
        Optional<Throwable> failure = refused == null ? runner.failure() : Optional.of(refused);
        if (failure.isPresent()) {
            throw new IllegalStateException("demo: " + failure.get().getMessage(), failure.get());
        }
        published.poll(
                POLL,
                record -> {
                    scored++;
                    onScore.accept(record);
                },
                event -> {
                    lifecycle.add(event);
                    listener.lifecycle(event);
                });
        listener.progress(scored, sent);
    }

    /** Scores read so far. */
    long scored() {
        return scored;
    }

    @Override
    public void close() {
        listener.phase("stopping");
        producer.close(Duration.ofSeconds(5));
        published.close();
        runner.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            listener.phase("left behind: " + folder + " (" + e.getMessage() + ")");
        }
    }
}
