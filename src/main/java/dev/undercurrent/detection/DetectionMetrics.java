package dev.undercurrent.detection;

import dev.undercurrent.report.CurvePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well scores rank positives before negatives, exactly. Immutable.
 *
 * <p>Units of equal score are one threshold. Sorts the scores of the two classes apart and walks down both at once, so
 * that a million units need no index.
 */
public final class DetectionMetrics {
    private final double[] positives;
    private final double[] negatives;

    private DetectionMetrics(double[] positives, double[] negatives) {
        this.positives = positives;
        this.negatives = negatives;
    }

    /**
     * @param scores higher is more anomalous
     * @param labels 1 positive, 0 negative, −1 unlabelled and left out
     * @throws IllegalArgumentException if a score is NaN or the lengths differ
     */
    public static DetectionMetrics of(double[] scores, byte[] labels) {
        if (scores.length != labels.length) {
            throw new IllegalArgumentException(
                    "labels: " + labels.length + " (expected: " + scores.length + " as scores)");
        }
        double[] positives = new double[scores.length];
        double[] negatives = new double[scores.length];
        int p = 0;
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("scores[" + i + "]: NaN (expected: a number)");
            }
            double score = scores[i] + 0.0; // −0.0 and 0.0 are one threshold
            if (labels[i] == 1) {
                positives[p++] = score;
            } else if (labels[i] == 0) {
                negatives[n++] = score;
            }
        }
        positives = Arrays.copyOf(positives, p);
        negatives = Arrays.copyOf(negatives, n);
        Arrays.sort(positives);
        Arrays.sort(negatives);
        return new DetectionMetrics(positives, negatives);
    }

    public int positives() {
        return positives.length;
    }

    /** Labelled units. */
    public int rows() {
        return positives.length + negatives.length;
    }

    /**
     * Area under the ROC curve by the trapezoid: the chance that a positive scores above a negative, ties counting
     * half.
     *
     * @return NaN unless both classes occur
     */
    public double auroc() {
        Walk walk = new Walk();
        double area = 0;
        while (walk.next()) {
            area += walk.groupNegatives * (walk.truePositives - 0.5 * walk.groupPositives);
        }
        return area / ((double) positives.length * negatives.length);
    }

    /**
     * Average precision {@code Σ (Rₙ − Rₙ₋₁) Pₙ} over the distinct thresholds, without interpolation.
     *
     * @return NaN where there is no positive
     */
    public double averagePrecision() {
        Walk walk = new Walk();
        double sum = 0;
        while (walk.next()) {
            sum += walk.groupPositives * walk.precision();
        }
        return sum / positives.length;
    }

    /** Share of positives among the highest scored {@code share} of all units; NaN where nothing is labelled. */
    public double precisionAt(double share) {
        int alerts = alerts(share);
        return caught(alerts) / alerts;
    }

    /** Share of the positives found among the highest scored {@code share} of all units; NaN where there is none. */
    public double recallAt(double share) {
        return caught(alerts(share)) / positives.length;
    }

    /**
     * The last threshold that makes at most {@code alerts} alerts.
     *
     * @return no alert at an infinite threshold where the highest score alone is shared by more units
     */
    public CurvePoint within(double alerts) {
        Walk walk = new Walk();
        CurvePoint last =
                new CurvePoint(Double.POSITIVE_INFINITY, 0, Double.NaN, positives.length == 0 ? Double.NaN : 0);
        while (walk.next() && walk.alerts() <= alerts) {
            last = walk.point();
        }
        return last;
    }

    /**
     * The precision–recall curve, highest threshold first, at most about {@code limit} points: every threshold while
     * there are few, later those at which recall or the logarithm of the alerts has grown by a step. The last one is
     * always there.
     */
    public List<CurvePoint> curve(int limit) {
        List<CurvePoint> points = new ArrayList<>();
        double recallStep = 2.0 / limit;
        double alertStep = 2.0 * Math.log(Math.max(2, rows())) / limit;
        double recall = Double.NEGATIVE_INFINITY;
        double alerts = Double.NEGATIVE_INFINITY;
        Walk walk = new Walk();
        while (walk.next()) {
            boolean last = walk.alerts() == rows();
            if (last || walk.recall() - recall >= recallStep || Math.log(walk.alerts()) - alerts >= alertStep) {
                points.add(walk.point());
                recall = walk.recall();
                alerts = Math.log(walk.alerts());
            }
        }
        return List.copyOf(points);
    }

    private int alerts(double share) {
        return (int) Math.max(1, Math.round(share * rows()));
    }

    /** Positives among the first {@code alerts}; of a tie across the border their expected number. */
    private double caught(int alerts) {
        Walk walk = new Walk();
        while (walk.next()) {
            if (walk.alerts() >= alerts) {
                int group = walk.groupPositives + walk.groupNegatives;
                double taken = alerts - (walk.alerts() - group);
                return walk.truePositives - walk.groupPositives + walk.groupPositives * taken / group;
            }
        }
        return rows() == 0 ? Double.NaN : walk.truePositives;
    }

    /** Goes through the distinct thresholds from the highest down. */
    private final class Walk {
        private double threshold;
        private int truePositives;
        private int falsePositives;
        private int groupPositives;
        private int groupNegatives;

        boolean next() {
            int p = positives.length - truePositives;
            int n = negatives.length - falsePositives;
            if (p == 0 && n == 0) {
                return false;
            }
            threshold = Math.max(
                    p > 0 ? positives[p - 1] : Double.NEGATIVE_INFINITY,
                    n > 0 ? negatives[n - 1] : Double.NEGATIVE_INFINITY);
            groupPositives = 0;
            while (groupPositives < p && positives[p - 1 - groupPositives] == threshold) {
                groupPositives++;
            }
            groupNegatives = 0;
            while (groupNegatives < n && negatives[n - 1 - groupNegatives] == threshold) {
                groupNegatives++;
            }
            truePositives += groupPositives;
            falsePositives += groupNegatives;
            return true;
        }

        int alerts() {
            return truePositives + falsePositives;
        }

        double precision() {
            return (double) truePositives / alerts();
        }

        double recall() {
            return (double) truePositives / positives.length;
        }

        CurvePoint point() {
            return new CurvePoint(threshold, alerts(), precision(), recall());
        }
    }
}
