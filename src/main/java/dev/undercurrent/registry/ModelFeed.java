package dev.undercurrent.registry;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelUpdate;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.training.TrainingRounds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings model versions from the models topic into use. A thread of its own reads the topic, builds the scorers, and
 * swaps them in, so that stream threads never wait for that and a bad version can never kill the client: it is refused
 * with the reason and the current model stays.
 *
 * <p>A global store was turned down: its restore runs our code in a thread whose failure ends the client.
 */
public final class ModelFeed implements TrainingRounds.Registry, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final ScorerSlot slot;
    private final Function<ModelVersion, List<Scorer>> scorers;
    private final ModelAssembler assembler = new ModelAssembler();
    private final ModelMetrics metrics;
    private volatile Optional<ModelVersion> current = Optional.empty();
    private volatile List<ModelManifest> versions = List.of();
    private final Thread thread = new Thread(this::follow, "models");
    private volatile boolean closing;

    /**
     * @param consumer read_committed; used by one thread at a time, closed with the feed
     * @param topic of one partition
     * @param slot where scorers are swapped in
     * @param scorers builds equal scorers of a version, one a stream thread
     */
    public ModelFeed(
            Consumer<String, byte[]> consumer,
            String topic,
            ScorerSlot slot,
            Function<ModelVersion, List<Scorer>> scorers,
            Meters meters) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.slot = slot;
        this.scorers = scorers;
        this.metrics = new ModelMetrics(meters, this::current);
        thread.setDaemon(true);
    }

    /**
     * Reads the topic to its end; nothing is put into use yet.
     *
     * @return what it says of the layout of the kept state
     */
    public Optional<byte[]> read() {
        ModelTopic.readToEnd(consumer, partition, record -> current = apply(record, current));
        return assembler.layout();
    }

    /** Puts the current version of what was read into use, and then goes on reading in the background. */
    public void start() {
        // only this one is worth building
        Optional<ModelVersion> last = current.or(() -> assembler.salvage(ModelVersion.ALL));
        current = Optional.empty();
        last.ifPresent(this::use);
        thread.start();
    }

    @Override
    public Optional<ModelVersion> current() {
        return current;
    }

    @Override
    public List<ModelManifest> versions() {
        return versions;
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        if (thread.getState() == Thread.State.NEW) { // else the thread closes it
            consumer.close();
        }
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slot.close();
    }

    private void follow() {
        try (consumer) {
            while (!closing) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("models topic closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws InterruptedException {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                Optional<ModelVersion> before = current;
                Optional<ModelVersion> after = apply(record, before);
                if (after.isPresent() && !after.equals(before)) {
                    use(after.get());
                } else if (after.isEmpty() && before.isPresent()) {
                    current = after;
                    slot.swap(List.of());
                }
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("models topic not readable; the model in use stays");
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private Optional<ModelVersion> apply(ConsumerRecord<String, byte[]> record, Optional<ModelVersion> before) {
        String key = record.key() == null ? "" : record.key();
        ModelUpdate update = assembler.accept(key, record.value());
        versions = assembler.versions(ModelVersion.ALL);
        if (update instanceof ModelUpdate.Current arrived
                && arrived.version().segment().equals(ModelVersion.ALL)) {
            return Optional.of(arrived.version());
        }
        if (update instanceof ModelUpdate.Removed removed && removed.segment().equals(ModelVersion.ALL)) {
            return Optional.empty();
        }
        if (update instanceof ModelUpdate.Refused refused) {
            metrics.refused();
            LOG.atWarn()
                    .addKeyValue("modelVersion", refused.version())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", refused.reason())
                    .log("model refused; the model in use stays");
        }
        return before;
    }

    private void use(ModelVersion version) {
        try {
            slot.swap(scorers.apply(version));
            metrics.swapped();
            current = Optional.of(version);
            LOG.atInfo().addKeyValue("modelVersion", version.version()).log("model in use");
        } catch (IllegalArgumentException e) { // of other features, as after a reset
            metrics.refused();
            LOG.atWarn()
                    .addKeyValue("modelVersion", version.version())
                    .addKeyValue("reason", e.getMessage())
                    .log("model refused; what scores now stays");
        } catch (RuntimeException e) {
            metrics.refused();
            // what cannot be built must not end the thread: the next version may be sound
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("modelVersion", version.version())
                    .log("model cannot be used; what scores now stays");
        }
    }
}
