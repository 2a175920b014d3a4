package dev.undercurrent.replay;

import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.source.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a replay goes. Immutable.
 *
 * @param protocol which units train and which are counted
 * @param retrain whether rounds go on after the warm-up, when the topology would begin them
 * @param sample units kept for training at least, so that all of the warm-up is trained on
 * @param labelDelay age at which a positive label becomes a verdict; empty for never
 * @param verdicts those of the feedback topic
 * @param model the version to score by from the first unit on, instead of one trained on the warm-up
 * @param now the wall clock that times ahead are judged by, ms since the epoch
 */
public record ReplaySettings(
        Protocol protocol,
        boolean retrain,
        int sample,
        Optional<Duration> labelDelay,
        List<Verdict> verdicts,
        Optional<ModelVersion> model,
        long now) {
    /** Units that a warm-up trains on; of a longer one a sample. */
    private static final int MOST_TRAINED = 200_000;

    public ReplaySettings {
        verdicts = List.copyOf(verdicts);
    }

    /** One model, trained on the warm-up and then left alone; labels judge only. */
    public static ReplaySettings of(Protocol protocol, long now) {
        long sample = protocol.warmup() < 0 ? MOST_TRAINED : Math.min(MOST_TRAINED, protocol.warmup());
        return new ReplaySettings(protocol, false, (int) sample, Optional.empty(), List.of(), Optional.empty(), now);
    }

    /** The same with rounds after the warm-up, or without. */
    public ReplaySettings retraining(boolean on) {
        return new ReplaySettings(protocol, on, sample, labelDelay, verdicts, model, now);
    }

    /** The same with verdicts, for windows that count confirmed units. */
    public ReplaySettings confirming(Optional<Duration> delay, List<Verdict> said) {
        return new ReplaySettings(protocol, retrain, sample, delay, said, model, now);
    }

    /** The same with a version to score by from the first unit on. */
    public ReplaySettings scoringBy(ModelVersion version) {
        return new ReplaySettings(protocol, retrain, sample, labelDelay, verdicts, Optional.of(version), now);
    }
}
