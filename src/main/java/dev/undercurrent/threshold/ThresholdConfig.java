package dev.undercurrent.threshold;

import dev.undercurrent.config.Problems;

/**
 * When a unit is flagged. Immutable.
 *
 * @param risk share of normal units that may be flagged; the fallback while {@code alertsPerDay} knows no rate yet
 * @param alertsPerDay flags a day to aim at; 0 to go by {@code risk} alone
 */
public record ThresholdConfig(double risk, double alertsPerDay) {
    public ThresholdConfig {
        new Problems("")
                .check(risk > 0 && risk < 1, "risk", risk, "a share above 0 and below 1")
                .check(
                        alertsPerDay >= 0 && alertsPerDay < 1e9,
                        "alerts-per-day",
                        alertsPerDay,
                        "0..1e9; 0 means by risk")
                .throwIfAny();
    }
}
