package dev.undercurrent.training;

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
        this.retraining = new Retraining(
                config, seed, Reservoir.Slots.inMemory(), RetrainingState.begin(Reservoir.Sizes.of(config)));
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
        retraining.ended(result.version());
        return result;
    }
}
