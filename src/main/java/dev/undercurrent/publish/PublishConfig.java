package dev.undercurrent.publish;

import dev.undercurrent.config.Problems;

/**
 * What goes to topics. Immutable.
 *
 * @param scores whether every scored unit's record goes to {@code NAME.scores}
 * @param anomalies whether flagged ones go to {@code NAME.anomalies}
 * @param latents whether latent codes go to {@code NAME.latents}
 * @param input whether records carry the unit's values
 * @param reasons how many features a record names as reasons; the rest is summed up
 */
public record PublishConfig(boolean scores, boolean anomalies, boolean latents, boolean input, int reasons) {
    public PublishConfig {
        new Problems("")
                .check(reasons >= 1 && reasons <= 10_000, "reasons", reasons, "1..10000")
                .throwIfAny();
    }
}
