package dev.undercurrent.batch;

import dev.undercurrent.commit.CommitHook;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.metrics.Meters;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Supplies the batch stage: vectors in, batches out, pending ones in the store {@code batch}. Thread-safe. */
public final class BatchStage implements ProcessorSupplier<String, FeatureVector, String, Batch> {
    /** The store of the vectors that wait. */
    public static final String STORE = "batch";

    static final String HOOK = "batch-hook";

    private final BatchConfig config;
    private final Serde<FeatureVector> vectors;
    private final BatchMetrics metrics;
    private final ThreadLocal<WaitingRoom> rooms = ThreadLocal.withInitial(WaitingRoom::new);

    /** @param vectors how a vector is written to the store */
    public BatchStage(BatchConfig config, Serde<FeatureVector> vectors, Meters meters) {
        this.config = config;
        this.vectors = vectors;
        this.metrics = new BatchMetrics(meters);
    }

    @Override
    public Processor<String, FeatureVector, String, Batch> get() {
        return new BatchProcessor(config, metrics, vectors, rooms::get);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(CommitHook.state(STORE, Serdes.Integer()), CommitHook.builder(HOOK));
    }
}
