package dev.undercurrent.score;

import dev.undercurrent.batch.Batch;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.metrics.Meters;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Supplies the score stage: batches in, scored units out; the baseline's sample in the store {@code baseline}, the
 * moving averages of keys in the store {@code smoothing}, where their scores have gone in the store {@code drift}.
 * Thread-safe.
 */
public final class ScoreStage implements ProcessorSupplier<String, Batch, String, ScoredUnit> {
    static final String BASELINE_STORE = "baseline";
    static final String SMOOTHING_STORE = "smoothing";
    static final String DRIFT_STORE = "drift";

    private final ScorerSlot slot;
    private final FeatureSchema schema;
    private final int reasons;
    private final Serde<FeatureVector> vectors;
    private final ScoreMetrics metrics;
    private final ThreadLocal<SharedCalls> calls = ThreadLocal.withInitial(SharedCalls::new);

    /**
     * @param slot holds the model in use
     * @param schema of the vectors
     * @param reasons most features that a score names
     * @param vectors how a vector is written to the store
     */
    public ScoreStage(ScorerSlot slot, FeatureSchema schema, int reasons, Serde<FeatureVector> vectors, Meters meters) {
        this.slot = slot;
        this.schema = schema;
        this.reasons = reasons;
        this.vectors = vectors;
        this.metrics = new ScoreMetrics(meters);
    }

    @Override
    public Processor<String, Batch, String, ScoredUnit> get() {
        return new ScoreProcessor(slot, () -> new BaselineScorer(schema, reasons), vectors, metrics, calls::get);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(BASELINE_STORE), Serdes.Integer(), Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(SMOOTHING_STORE), Serdes.String(), Serdes.Double())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(DRIFT_STORE), Serdes.String(), Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()));
    }
}
