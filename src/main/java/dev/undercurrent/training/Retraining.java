package dev.undercurrent.training;

import dev.undercurrent.training.Reservoir.Contents;
import dev.undercurrent.training.Reservoir.Sizes;
import dev.undercurrent.training.Reservoir.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the sample and says when the next round is due. Not thread-safe: one stream task, or one replay, owns it.
 *
 * <p>The learning guard: flagged units are never trained on. Where they stay a large share for as long as the ring is,
 * they are the new normal, and a round starts on them.
 */
public final class Retraining {
    /** Share of flagged units, averaged over twice {@code first-after} units, above which a shift is the new normal. */
    private static final double SHIFT = 0.5;

    /**
     * How soon a round that was cut off is begun anew at the earliest, from when it had begun: one that ends the
     * process leaves it that long to score.
     */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final TrainingConfig config;
    private final double memory;
    private Reservoir reservoir;
    private RetrainingState state;
    private boolean shifted;
    private long seenAtBegin;
    private boolean shiftedAtBegin;

    /**
     * @param seed of the reservoir's choices
     * @param slots where the sample lies
     * @param state as {@link #state()} was
     */
    Retraining(TrainingConfig config, long seed, Slots slots, RetrainingState state) {
        this.config = config;
        this.reservoir = new Reservoir(state.sizes(), seed, slots, state.seen(), state.stream());
        this.memory = 1.0 / (2 * config.firstAfter());
        this.state = state;
    }

    RetrainingState state() {
        return state;
    }

    /**
     * Lays the kept units out by the sizes that the configuration asks for, where they lie by others; to be called
     * before anything else.
     *
     * @return whether they had lain by others
     */
    boolean fit() {
        Sizes wanted = Sizes.of(config);
        if (state.sizes().equals(wanted)) {
            return false;
        }
        reservoir = reservoir.moved(wanted);
        state = state.moved(reservoir);
        return true;
    }

    /** Adds the next scored unit, as {@link SampledUnitSerde} wrote it. */
    void add(byte[] unit) {
        boolean flagged = SampledUnitSerde.isFlagged(unit);
        double share = state.flaggedShare() + memory * ((flagged ? 1 : 0) - state.flaggedShare());
        if (share > SHIFT && !shifted && state.version() > 0) {
            shifted = true;
        }
        reservoir.add(shifted && flagged ? SampledUnitSerde.accepted(unit) : unit);
        state = state.added(reservoir, share);
    }

    /** Whether flagged units have become so many that they are taken for the new normal; ends with the round after. */
    boolean isShifted() {
        return shifted;
    }

    /**
     * Whether a round should begin: at {@code first-after} units, whenever the units have doubled since the last round
     * and the sample is still filling, every {@code training.every} after that, and at once on a shift. One that was
     * cut off is still due.
     *
     * @param wallClockTime ms since the epoch
     */
    boolean isDue(long wallClockTime) {
        long fresh = state.seen() - state.seenAtTraining();
        if (state.begunAt() > 0 && Math.abs(wallClockTime - state.begunAt()) < pause().toMillis()) {
            return false;
        }
        if (state.seenAtTraining() == 0) {
            return fresh >= config.firstAfter();
        }
        boolean doubled = fresh >= state.seenAtTraining() && state.seenAtTraining() < config.sample();
        // a round that lies ahead was noted while the clock was wrong
        boolean elapsed =
                Math.abs(wallClockTime - state.trainedAt()) >= config.every().toMillis();
        boolean settled = fresh >= config.firstAfter() * config.holdout();
        return doubled || (settled && (elapsed || shifted));
    }

    private Duration pause() {
        return config.every().compareTo(AGAIN) < 0 ? config.every() : AGAIN;
    }

    /** Notes that a round begins and hands out what it works on. */
    Sample begin(long wallClockTime) {
        seenAtBegin = state.seen();
        shiftedAtBegin = shifted;
        state = state.begun(wallClockTime);
        return divided(reservoir.contents());
    }

    /**
     * Notes that the round that began has ended, well or not.
     *
     * @param version that is about to be published; 0 for none
     */
    void ended(int version) {
        state = state.ended(
                seenAtBegin, version > 0 ? version : state.version(), shiftedAtBegin ? 0 : state.flaggedShare());
        shifted &= !shiftedAtBegin;
    }

    /** The latest {@code holdout} share apart from everything before it; flagged units stay only in the holdout. */
    private Sample divided(Contents contents) {
        int all = contents.sample().size() + contents.latest().size();
        int holdout = Math.min(contents.latest().size(), (int) Math.round(all * config.holdout()));
        int cut = contents.latest().size() - holdout;
        List<byte[]> training = new ArrayList<>(contents.sample());
        for (byte[] unit : contents.latest().subList(0, cut)) {
            if (!SampledUnitSerde.isFlagged(unit)) {
                training.add(unit);
            }
        }
        return new Sample(
                training, contents.latest().subList(cut, contents.latest().size()));
    }
}
