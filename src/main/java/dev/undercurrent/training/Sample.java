package dev.undercurrent.training;

import java.util.List;

/**
 * A snapshot of what is kept for one round: units as {@link SampledUnitSerde} writes them. Immutable; the units are
 * shared with the store, which never changes them.
 *
 * @param training what is trained on, none of it flagged
 * @param holdout what came after all of it, in stream order and without a gap
 */
public record Sample(List<byte[]> training, List<byte[]> holdout) {
    public Sample {
        training = List.copyOf(training);
        holdout = List.copyOf(holdout);
    }
}
