package dev.undercurrent.training;

import dev.undercurrent.metrics.Meters;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Supplies the retraining stage: sampled units in, as {@link SampledUnitSerde} writes them; models and lifecycle events
 * out; the sample in the store {@code reservoir}. Immutable.
 */
public final class RetrainingStage implements ProcessorSupplier<String, byte[], String, Announcement> {
    /** The store of the sample. */
    public static final String STORE = "reservoir";

    private final TrainingConfig config;
    private final long seed;
    private final Rounds rounds;
    private final RetrainingMetrics metrics;

    public RetrainingStage(TrainingConfig config, long seed, Rounds rounds, Meters meters) {
        this.config = config;
        this.seed = seed;
        this.rounds = rounds;
        this.metrics = new RetrainingMetrics(meters);
    }

    @Override
    public Processor<String, byte[], String, Announcement> get() {
        return new RetrainingProcessor(config, seed, rounds, metrics, STORE);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Integer(), Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()));
    }
}
