package dev.undercurrent.training;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * When and on what the next model is trained. Immutable.
 *
 * @param every time between two trainings
 * @param firstAfter scored units before the first training; until {@code every} first passes, training is repeated
 *     whenever the units seen have doubled
 * @param sample vectors kept for training and holdout together
 * @param holdout share of them, the latest, that is not trained on
 * @param budget CPU time that one training's networks may take; what was reached by then is the candidate
 */
public record TrainingConfig(Duration every, int firstAfter, int sample, double holdout, Duration budget) {
    public TrainingConfig {
        new Problems("")
                .check(every.toMillis() >= 1000, "every", every, ">= PT1S")
                .check(firstAfter >= 20, "first-after", firstAfter, ">= 20")
                .check(sample >= firstAfter && sample <= 10_000_000, "sample", sample, "first-after..10000000")
                .check(holdout >= 0.05 && holdout <= 0.5, "holdout", holdout, "0.05..0.5")
                .check(budget.toMillis() >= 1000, "budget", budget, ">= PT1S")
                .throwIfAny();
    }
}
