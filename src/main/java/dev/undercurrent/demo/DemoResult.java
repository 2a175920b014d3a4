package dev.undercurrent.demo;

import dev.undercurrent.publish.ScoreRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a demo saw on the topics. Immutable.
 *
 * @param topology which one ran
 * @param simulated whether its events were generated
 * @param events written to the source topic
 * @param scored records in the scores topic
 * @param scoredByModel those of a model, not of the baseline
 * @param models versions that were promoted
 * @param flagged records that were flagged
 * @param detection figures against the labels, where there are labels
 * @param examples some of the flagged, the rarest first
 * @param seconds how long it took
 */
public record DemoResult(
        String topology,
        boolean simulated,
        long events,
        long scored,
        long scoredByModel,
        int models,
        long flagged,
        Optional<LabelledDetection> detection,
        List<ScoreRecord> examples,
        double seconds) {
    public DemoResult {
        examples = List.copyOf(examples);
    }

    /** Why the demo did not show what it should; empty if it did. */
    public Optional<String> failure() {
        if (scored < events) {
            return Optional.of("scored: " + scored + " (expected: all " + events + " events)");
        }
        if (models < 1) {
            return Optional.of("models: none (expected: one or more promoted by the retraining processor)");
        }
        if (scoredByModel < 1) {
            return Optional.of("scored by a model: none (expected: the later events)");
        }
        return Optional.empty();
    }
}
