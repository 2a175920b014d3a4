package dev.undercurrent.report;

import java.util.List;

/**
 * A second run over the same input, beside the first. Immutable.
 *
 * @param other the second run's report
 * @param both units that both flagged
 * @param onlyThis units that only the first flagged
 * @param onlyOther units that only the second flagged
 * @param unmatched units that only one of the two scored
 * @param disagreements the units on which they differ most in rank
 */
public record Comparison(
        BacktestReport other, int both, int onlyThis, int onlyOther, int unmatched, List<Disagreement> disagreements) {
    public Comparison {
        disagreements = List.copyOf(disagreements);
    }

    /** A unit that one run flagged and the other did not. */
    public record Disagreement(
            String id, String key, long time, int label, boolean anomaly, double tailProbability, double other) {}
}
