package dev.undercurrent.score;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a calibration true while the stream moves on: tail probabilities are read off the calibration at the score's
 * place among the stream's recent scores, not at the score itself. The score, which ranks, stays as it is. Immutable;
 * the state of a stream is a {@link Drift}.
 *
 * <p>A drift follows four quantiles, 1/4, 1/2, 3/4 and 99/100, each by a small step up or down whenever a score falls
 * above or below it, as in quantile tracking (Angelopoulos, Candès &amp; Tibshirani, "Conformal PID Control for Time
 * Series Prediction", 2023, after Gibbs &amp; Candès, "Adaptive Conformal Inference Under Distribution Shift", 2021):
 * whatever the scores do, the share above the tracked one tends to what it should be. Distances between quantiles are
 * what is stepped, by a factor, so that a shift of any size is caught up with in a like number of units. Steps begin
 * large, since no holdout tells how live data differ from it, and settle as 1 / units (Robbins &amp; Monro, 1951).
 *
 * <p>So that a burst of anomalies does not become the normal state: exceedances of the outermost quantile are learnt
 * from up to a credit that comes in at a few times their expected share, and units beyond it move the inner quantiles
 * at a fraction. A lasting shift gets through all the same.
 */
public final class Recalibration {
    /** For scores that need none: the calibration holds as it is. */
    public static final Recalibration NONE = new Recalibration(0, TailCalibration.NONE);

    private static final double FLAGGED = 0.01;
    private static final double THIRD = 0.25;
    private static final double LEAST = 1e-15;
    private static final double LEAST_STEP = 2e-4;
    private static final double FIRST_STEP = 4;
    private static final double LEAST_TAIL_STEP = 0.1;
    private static final double FIRST_TAIL_STEP = 20;
    private static final double SETTLING = 200;
    private static final double FLAGGED_WEIGHT = 0.1;
    private static final double CREDIT_SHARE = 3 * FLAGGED;
    private static final double MOST_CREDIT = 10;
    private static final double FIRST_CREDIT = 3;

    private final TailCalibration calibration;
    private final double median;
    private final double third;
    private final Drift initial;

    /** @param version whose scores the calibration is of */
    public Recalibration(int version, TailCalibration calibration) {
        this.calibration = calibration;
        OrderStatistics scores = calibration.scores();
        boolean known = scores.count() > 0;
        median = known ? scores.quantile(0.5) : 0;
        third = known ? median + width(median, scores.quantile(0.75)) : 1;
        double first = known ? median - width(scores.quantile(0.25), median) : -1;
        initial = new Drift(
                version, 0, median, third - median, median - first, known ? tail(calibration, third) : 1, FIRST_CREDIT);
    }

    private static double tail(TailCalibration calibration, double third) {
        double last = calibration.quantile(FLAGGED);
        if (Double.isFinite(last)) {
            return width(third, last);
        }
        double ninth = calibration.scores().quantile(0.9); // too few to know: an exponential through what is known
        return width(third, ninth) * Math.log(THIRD / FLAGGED) / Math.log(THIRD / 0.1);
    }

    private static double width(double low, double high) {
        return Math.max(high - low, 1e-6 + 1e-3 * Math.abs(low));
    }

    /** Whether there is a calibration at all. */
    boolean isOn() {
        return calibration.scores().count() > 0;
    }

    /** The drift to go on from: what was kept, unless it is of another version's scores. */
    Drift from(@Nullable Drift kept) {
        return kept != null && kept.version() == initial.version() ? kept : initial;
    }

    /** Share of the stream's normal units with at least that score; falls with the score. */
    double tailProbability(Drift drift, double score) {
        if (Double.isNaN(score)) {
            return 1;
        }
        double inner = score - drift.median();
        double outer = inner - drift.above();
        if (outer <= 0) {
            return calibration.tailProbability(median + inner * (initial.above() / drift.above()));
        }
        double share = calibration.tailProbability(third + outer * (initial.tail() / drift.tail()));
        return calibration.tail().scale() > 0 ? share : Math.min(share, exponential(outer / drift.tail()));
    }

    /** What a calibration on too few scores for a tail of their own goes by beyond the third quartile. */
    private static double exponential(double tails) {
        return Math.max(LEAST, THIRD * Math.pow(FLAGGED / THIRD, tails));
    }

    /** The drift after one more score. */
    Drift next(Drift drift, double score) {
        if (!Double.isFinite(score)) {
            return drift;
        }
        double settled = drift.units() + SETTLING;
        double outer = score - drift.median() - drift.above();
        boolean exceeds = outer > drift.tail();
        double credit = Math.max(drift.credit(), Math.min(MOST_CREDIT, drift.credit() + CREDIT_SHARE));
        double counted = exceeds ? Math.min(1, credit) : 0;
        double step = (exceeds ? FLAGGED_WEIGHT : 1) * Math.max(LEAST_STEP, FIRST_STEP / settled);
        double tailStep = Math.max(LEAST_TAIL_STEP, FIRST_TAIL_STEP / settled);
        double up = score > drift.median() ? 1 : score < drift.median() ? -1 : 0;
        return new Drift(
                drift.version(),
                drift.units() + 1,
                drift.median() + up * step * Math.max(drift.above(), drift.below()),
                stepped(drift.above(), step, THIRD, outer > 0 ? 1 : 0),
                stepped(drift.below(), step, THIRD, score < drift.median() - drift.below() ? 1 : 0),
                stepped(drift.tail(), tailStep, FLAGGED, counted),
                credit - counted);
    }

    /** A width whose far end is exceeded at {@code share}, after one more unit that did so or not. */
    private static double stepped(double width, double step, double share, double exceeded) {
        return Math.max(1e-9, Math.min(1e12, width * Math.exp(step * (exceeded - share))));
    }
}
