package dev.undercurrent.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The moving average that an ordered stream's scores are added to: {@code final = v + average}, so that a lasting small
 * oddity counts as much as a spike. The average starts at 0, the median of every score's unit. Immutable; the state,
 * one number a key, is the caller's.
 *
 * @param alpha weight of the newest score; 0 for no smoothing
 */
public record Smoothing(double alpha) {
    /** Scores as they are. */
    public static final Smoothing NONE = new Smoothing(0);

    /** A key's average before its first score. */
    public static final double INITIAL = 0;

    public Smoothing {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha: " + alpha + " (expected: 0..1)");
        }
    }

    /** Whether scores are smoothed at all. */
    public boolean isOn() {
        return alpha > 0;
    }

    /** The average after one more score, which one that is no number leaves as it was. */
    public double next(double average, double score) {
        return Double.isFinite(score) ? average + alpha * (score - average) : average;
    }

    /**
     * The final scores of a sequence, as a calibration needs them.
     *
     * @param keys of the units in order of time
     * @param scores as many
     */
    public double[] over(List<String> keys, double[] scores) {
        if (!isOn()) {
            return scores.clone();
        }
        Map<String, Double> averages = new HashMap<>();
        double[] smoothed = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double average = next(averages.getOrDefault(keys.get(i), INITIAL), scores[i]);
            averages.put(keys.get(i), average);
            smoothed[i] = scores[i] + average;
        }
        return smoothed;
    }
}
