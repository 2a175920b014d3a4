package dev.undercurrent.training;

import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.threshold.JudgedUnit;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Which scored units travel to the reservoir. All do while it fills; of a long stream one in
 * {@value Reservoir#HORIZON}, the share the reservoir takes into its sample from then on: what would be left out there
 * need not be sent. The sample stays what it was, and the holdout reaches further back. Between the two the share falls
 * with the length of the stream, never below what the reservoir takes.
 *
 * <p>Follows from the seed and the number of the unit alone, so that a restart and a replay repeat every choice. Where
 * units of a key are a series, all travel: a holdout of a series has no holes. Thread-safe.
 */
public final class Thinning {
    /** Stays here. */
    static final int NONE = 0;

    private static final String NO_TOPIC = "";

    private final long sample;
    private final long most;
    private final long tasks;
    private final long seed;
    private final Serializer<SampledUnit> units = new SampledUnitSerde(new FeatureVectorSerde()).serializer();

    /**
     * @param history vectors of a key that are seen together, {@code T}
     * @param tasks how many tasks number their units each for itself
     */
    public Thinning(TrainingConfig config, int history, int tasks, long seed) {
        this.sample = Reservoir.Sizes.of(config).sample();
        this.most = history > 1 ? 1 : Reservoir.HORIZON;
        this.tasks = tasks;
        this.seed = seed;
    }

    /** The unit as it travels, if it does: as {@link SampledUnitSerde} writes it. */
    public Optional<byte[]> sample(JudgedUnit unit) {
        int weight = weight(unit.number());
        if (weight == NONE) {
            return Optional.empty();
        }
        SampledUnit sampled = new SampledUnit(unit.vector(), unit.verdict().anomaly(), weight);
        return Optional.of(units.serialize(NO_TOPIC, sampled));
    }

    /**
     * How many units of the stream this one stands for, or {@link #NONE}.
     *
     * @param number of the unit in its task, from 1
     */
    int weight(long number) {
        long weight = Math.max(1, Math.min(most, number * tasks / sample));
        return weight == 1 || Reservoir.chance(seed, number).nextLong(weight) == 0 ? (int) weight : NONE;
    }
}
