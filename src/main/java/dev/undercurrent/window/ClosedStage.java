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
import org.apache.kafka.streams.processor.Cancellable;
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
 * {@link WindowGroup#routingKey}; a vector leaves under the window's key and end. Events that are late or without a key
 * go on as rejected.
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
     * @param idle time without a record after which windows close without one
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

        @SuppressWarnings("NullAway.Init") // as above
        private Cancellable ticking;

        private long lastRecordWallTime;

        @Override
        public void init(ProcessorContext<String, Outcome<FeatureVector>> context) {
            super.init(context);
            ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
            KeyValueStore<Bytes, byte[]> rows = context.getStateStore(storeName());
            windows = new ClosedWindows(group, new KafkaEntryStore(rows), slots, maxEntries);
            windows.restore();
            lastRecordWallTime = context.currentSystemTimeMs();
        }

        @Override
        public void process(Record<String, WindowedEvent> input) {
            lastRecordWallTime = context().currentSystemTimeMs();
            Event event = input.value().event();
            windows.add(event, lastRecordWallTime, this::emit)
                    .ifPresent(reason -> context().forward(input.withValue(rejected(input.value(), reason))));
        }

        private Outcome<FeatureVector> rejected(WindowedEvent input, Reason reason) {
            Origin origin = input.origin() == null ? UNKNOWN : input.origin();
            String detail = reason == Reason.LATE
                    ? "time: " + input.event().time() + " ms (expected: within the grace of an open window)"
                    : group.config().key() + ": missing (expected: the key of the windows " + group.name() + ")";
            return new Outcome.Rejected<>(new DeadLetter(origin, reason, detail));
        }

        /**
         * Without records time goes on from the last event's, not to the wall clock's: a stream that is behind, or was
         * read from its beginning when it stopped for a moment, has events of that time yet to come.
         */
        private void tick(long wallTime) {
            long idleFor = wallTime - lastRecordWallTime;
            if (idleFor >= idle.toMillis()) {
                windows.closeUntil(Math.min(wallTime, windows.streamTime() + idleFor), this::emit);
            }
            windows.sweep(wallTime);
        }

        /** A task that is revived begins with what its stages schedule then, and still has what they did before. */
        @Override
        public void close() {
            ticking.cancel();
        }

        private void emit(FeatureVector vector) {
            Outcome<FeatureVector> accepted = new Outcome.Accepted<>(vector);
            context().forward(new Record<>(vector.key(), accepted, vector.time(), new RecordHeaders()));
        }
    }
}
