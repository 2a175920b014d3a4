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
    public ReplaySettings {
        verdicts = List.copyOf(verdicts);
    }

    /** A warm-up of so many rows and nothing else. */
    public static ReplaySettings ofWarmup(long rows, int sample, long now) {
        return new ReplaySettings(
                Protocol.ofRows(rows), rows == 0, sample, Optional.empty(), List.of(), Optional.empty(), now);
    }
}
