package dev.undercurrent.detection;

/**
 * One line of {@code scores.csv.gz}. Immutable.
 *
 * @param time ms since the epoch
 * @param tailProbability share of normal units with at least this score
 * @param stage {@code baseline} or {@code model}
 * @param model version that scored it; 0 before the first
 * @param label 1 anomalous, 0 normal, −1 unlabelled
 */
public record ScoredRow(
        String id,
        long time,
        String key,
        double score,
        double surprise,
        double tailProbability,
        boolean anomaly,
        String stage,
        int model,
        int label) {
    /** The same unit judged anew: anomalous if its tail probability is below {@code risk}. */
    public ScoredRow decided(double risk) {
        return new ScoredRow(
                id, time, key, score, surprise, tailProbability, tailProbability < risk, stage, model, label);
    }
}
