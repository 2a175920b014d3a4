package dev.undercurrent.training;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Retraining without a thread of its own: a round runs to its end where its owner asks for it, so that every run over
 * the same units trains at the same points of the stream. Its sample lies in memory. Not thread-safe: one replay owns
 * it.
 */
public final class InlineRetraining {
    private final Retraining retraining;
    private final Rounds rounds;

    /** @param seed of the reservoir's choices */
    public InlineRetraining(TrainingConfig config, long seed, Rounds rounds) {
        this.retraining = new Retraining(config, seed, new Slots(new HashMap<>()), RetrainingState.NEW);
        this.rounds = rounds;
    }

    /** Adds the next scored unit, as {@link SampledUnitSerde} wrote it. */
    public void add(byte[] unit) {
        retraining.add(unit);
    }

    /** How many units were added. */
    public long seen() {
        return retraining.state().seen();
    }

    /** Whether the topology would begin a round at that wall-clock time, ms since the epoch. */
    public boolean isDue(long wallClockTime) {
        return retraining.isDue(wallClockTime);
    }

    /** Runs a round on what is kept, due or not. */
    public RoundResult round(long wallClockTime) {
        boolean shifted = retraining.isShifted();
        Sample sample = retraining.begin(wallClockTime);
        RoundResult result = rounds.run(sample, retraining.state().version(), shifted, wallClockTime);
        if (result.version() > 0) {
            retraining.published(result.version());
        }
        return result;
    }

    private record Slots(Map<Integer, byte[]> units) implements Reservoir.Slots {
        @Override
        public byte @Nullable [] get(int slot) {
            return units.get(slot);
        }

        @Override
        public void put(int slot, byte[] unit) {
            units.put(slot, unit);
        }
    }
}
