package dev.undercurrent.window;

import dev.undercurrent.features.FeatureVector;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stage that gives each vector its key's last ones. Its input is partitioned by the entity. */
public final class HistoryStage implements ProcessorSupplier<String, FeatureVector, String, FeatureVector> {
    /** The name of its store. */
    public static final String STORE = "history";

    private final int vectors;
    private final long maxRows;

    /**
     * @param vectors seen together, {@code T}, at least 2
     * @param maxRows rows a task keeps in memory, of all keys together
     */
    public HistoryStage(int vectors, long maxRows) {
        this.vectors = vectors;
        this.maxRows = maxRows;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(KafkaEntryStore.cached(STORE));
    }

    @Override
    public Processor<String, FeatureVector, String, FeatureVector> get() {
        return new HistoryProcessor();
    }

    private final class HistoryProcessor extends ContextualProcessor<String, FeatureVector, String, FeatureVector> {
        @SuppressWarnings("NullAway.Init") // Kafka calls init first
        private History history;

        @Override
        public void init(ProcessorContext<String, FeatureVector> context) {
            super.init(context);
            KeyValueStore<Bytes, byte[]> rows = context.getStateStore(STORE);
            history = new History(new KafkaEntryStore(rows), vectors, maxRows);
        }

        @Override
        public void process(Record<String, FeatureVector> input) {
            context().forward(input.withValue(history.withHistory(input.value())));
        }
    }
}
