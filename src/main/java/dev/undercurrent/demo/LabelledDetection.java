package dev.undercurrent.demo;

/**
 * Detection against labels, over the later records, all scored by a model; the baseline on the very same records,
 * fitted on the earlier ones. Immutable.
 *
 * @param rows later records scored by a model
 * @param positives of them, by the labels
 * @param averagePrecision of the published score
 * @param auroc of the published score
 * @param precisionOfFlags share of the flagged that are positive, NaN without any
 * @param recallOfFlags share of the positive that are flagged
 * @param robustZ the robust z-score's figures
 */
public record LabelledDetection(
        int rows,
        int positives,
        double averagePrecision,
        double auroc,
        double precisionOfFlags,
        double recallOfFlags,
        Ranking robustZ) {
    /** How well scores rank. Immutable. */
    public record Ranking(double averagePrecision, double auroc) {}
}
