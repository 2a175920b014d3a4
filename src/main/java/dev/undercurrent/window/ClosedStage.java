package dev.undercurrent.window;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.Outcome;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stage from events to the vectors of their closed windows. Its input is partitioned by the group's
 * {@link WindowGroup#routingKey}; a vector leaves under the window's key and end. Late events go on as rejected.
 */
public final class ClosedStage implements ProcessorSupplier<String, WindowedEvent, String, Outcome<FeatureVector>> {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Origin UNKNOWN = new Origin("", -1, -1, null, null);

    private final WindowGroup group;
    private final int slots;
    private final long maxEntries;
    private final Duration idle;

    /**
     * @param slots of the feature vector, {@code F}
     * @param maxEntries entries a task keeps in memory, of all keys together
     * @param idle time without a record after which the wall clock closes windows too
     */
    public ClosedStage(WindowGroup group, int slots, long maxEntries, Duration idle) {
        this.group = group;
        this.slots = slots;
        this.maxEntries = maxEntries;
        this.idle = idle;
    }

    /** The name of its store. */
    public String storeName() {
        return "window-" + group.name();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(KafkaEntryStore.cached(storeName()));
    }

    @Override
    public Processor<String, WindowedEvent, String, Outcome<FeatureVector>> get() {
        return new ClosedProcessor();
    }

    private final class ClosedProcessor
            extends ContextualProcessor<String, WindowedEvent, String, Outcome<FeatureVector>> {
        @SuppressWarnings("NullAway.Init") // Kafka calls init first
        private ClosedWindows windows;

        private long lastRecordWallTime;

        @Override
        public void init(ProcessorContext<String, Outcome<FeatureVector>> context) {
            super.init(context);
            KeyValueStore<Bytes, byte[]> rows = context.getStateStore(storeName());
            windows = new ClosedWindows(group, new KafkaEntryStore(rows), slots, maxEntries);
            windows.restore();
            lastRecordWallTime = context.currentSystemTimeMs();
            context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
        }

        @Override
        public void process(Record<String, WindowedEvent> input) {
            lastRecordWallTime = context().currentSystemTimeMs();
            Event event = input.value().event();
            if (!windows.add(event, lastRecordWallTime, this::emit)) {
                Origin origin = input.value().origin();
                DeadLetter letter = new DeadLetter(
                        origin == null ? UNKNOWN : origin,
                        Reason.LATE,
                        "time: " + event.time() + " ms (expected: within the grace of an open window)");
                context().forward(input.withValue(new Outcome.Rejected<FeatureVector>(letter)));
            }
        }

        private void tick(long wallTime) {
            if (wallTime - lastRecordWallTime >= idle.toMillis()) {
                windows.closeIdle(wallTime, this::emit);
            }
            windows.sweep(wallTime);
        }

        private void emit(FeatureVector vector) {
            Outcome<FeatureVector> accepted = new Outcome.Accepted<>(vector);
            context().forward(new Record<>(vector.key(), accepted, vector.time(), new RecordHeaders()));
        }
    }
}
