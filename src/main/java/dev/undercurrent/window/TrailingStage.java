package dev.undercurrent.window;

import dev.undercurrent.features.WindowInput;
import dev.undercurrent.features.WindowedEvent;
import java.time.Duration;
import java.util.Set;
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
 * The stage that fills the trailing windows of one group. Its input is partitioned by the group's
 * {@link WindowGroup#routingKey}; its output is keyed by the entity.
 */
public final class TrailingStage implements ProcessorSupplier<String, WindowInput, String, WindowedEvent> {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    private final WindowGroup group;
    private final long maxEntries;

    /** @param maxEntries entries a task keeps in memory, of all keys together */
    public TrailingStage(WindowGroup group, long maxEntries) {
        this.group = group;
        this.maxEntries = maxEntries;
    }

    /** The name of its store. */
    public String storeName() {
        return "window-" + group.name();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(KafkaEntryStore.direct(storeName()));
    }

    @Override
    public Processor<String, WindowInput, String, WindowedEvent> get() {
        return new TrailingProcessor();
    }

    private final class TrailingProcessor extends ContextualProcessor<String, WindowInput, String, WindowedEvent> {
        @SuppressWarnings("NullAway.Init") // Kafka calls init first
        private TrailingWindows windows;

        @SuppressWarnings("NullAway.Init") // as above
        private Cancellable sweeping;

        @Override
        public void init(ProcessorContext<String, WindowedEvent> context) {
            super.init(context);
            KeyValueStore<Bytes, byte[]> rows = context.getStateStore(storeName());
            windows = new TrailingWindows(group, new KafkaEntryStore(rows), maxEntries);
            sweeping = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, windows::sweep);
        }

        @Override
        public void process(Record<String, WindowInput> input) {
            long wallTime = context().currentSystemTimeMs();
            if (input.value() instanceof WindowedEvent event) {
                windows.fill(event, wallTime);
                String key = event.event().key();
                context().forward(new Record<>(key, event, input.timestamp(), input.headers()));
            } else if (input.value() instanceof WindowInput.OfVerdict of) {
                windows.confirm(of.verdict(), wallTime);
            }
        }

        /** A task that is revived begins with what its stages schedule then, and still has what they did before. */
        @Override
        public void close() {
            sweeping.cancel();
        }
    }
}
