package dev.undercurrent.training;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a candidate did on the holdout. Immutable.
 *
 * @param surprise mean −ln p of the raw values under the candidate in nats, without the most surprising fiftieth;
 *     models with different transforms can be compared by it
 * @param inUse the same under the model in use; empty without one that reads these features
 * @param features scored features of a vector
 * @param flaggedShare share of the holdout's last third that the candidate flags when it is calibrated on what came
 *     before
 * @param judged units in that third
 * @param risk share that should be flagged
 */
record Evaluation(double surprise, Optional<Double> inUse, int features, double flaggedShare, int judged, double risk) {
    /** Nats a feature that a candidate may be worse by: what another seed alone can make. */
    private static final double TOLERANCE = 0.05;

    private static final double MOST_FLAGGED = 10;
    private static final int LEAST_FLAGGED = 5;

    /** The figures behind the decision, by name. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        figures.put(RoundResult.SURPRISE, surprise);
        inUse.ifPresent(value -> figures.put("evaluatedSurpriseInUse", value));
        figures.put("evaluatedFlaggedShare", flaggedShare);
        return figures;
    }

    /** Why the candidate is not promoted; empty if it is. */
    Optional<String> objection() {
        if (!Double.isFinite(surprise)) {
            return Optional.of("holdout surprise: " + surprise + " (expected: finite)");
        }
        double worst = inUse.orElse(Double.POSITIVE_INFINITY) + TOLERANCE * features;
        if (surprise > worst) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "holdout surprise: %.3f nats (expected: up to %.3f, as of the model in use)",
                    surprise,
                    worst));
        }
        double most = Math.max(MOST_FLAGGED * risk, (double) LEAST_FLAGGED / Math.max(1, judged));
        if (inUse.isPresent() && flaggedShare > most) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "flagged share: %.4f of the latest %d units (expected: up to %.4f)",
                    flaggedShare,
                    judged,
                    most));
        }
        return Optional.empty();
    }
}
