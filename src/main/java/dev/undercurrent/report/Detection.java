package dev.undercurrent.report;

import java.util.List;

/**
 * How well one detector ranks the labelled units. Immutable. NaN where labels or one of the classes are missing.
 *
 * @param auroc area under the ROC curve
 * @param averagePrecision step-wise, ties as one threshold
 * @param keyPrecisionAt100 mean share of truly compromised keys among the 100 highest of a day (Fraud Detection
 *     Handbook's card precision); NaN with no more keys than that
 * @param at precision and recall by alert share
 */
public record Detection(double auroc, double averagePrecision, double keyPrecisionAt100, List<AtShare> at) {
    public Detection {
        at = List.copyOf(at);
    }

    /** What the highest scored share of the units holds. */
    public record AtShare(double share, double precision, double recall) {}
}
