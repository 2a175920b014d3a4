package dev.undercurrent.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Card precision top-k of Le Borgne et al., "Reproducible Machine Learning for Credit Card Fraud Detection - Practical
 * Handbook", 2022, chapter 4.5: what a team that checks k keys a day finds.
 *
 * <p>Per UTC day every key stands with its highest score; the k highest are checked; those with a positive on that day
 * are detected compromised and are left out of all later days. The day's figure is detected keys over k, also on days
 * with fewer keys; the result is the mean over the days that have units.
 */
public final class KeyPrecision {
    private static final long MILLIS_A_DAY = 86_400_000;

    private KeyPrecision() {}

    /**
     * @param rows keys, times and labels
     * @param scores one a row, so that baselines are judged on the same rows
     * @param k keys checked a day
     * @return 0..1; NaN without rows
     */
    public static double topPerDay(ScoredRows rows, double[] scores, int k) {
        Map<Long, List<Integer>> days = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            days.computeIfAbsent(Math.floorDiv(rows.time(i), MILLIS_A_DAY), day -> new ArrayList<>())
                    .add(i);
        }
        Set<Integer> compromised = new HashSet<>();
        double sum = 0;
        for (List<Integer> day : days.values()) {
            sum += (double) detected(rows, scores, day, k, compromised) / k;
        }
        return sum / days.size();
    }

    private static int detected(ScoredRows rows, double[] scores, List<Integer> day, int k, Set<Integer> compromised) {
        Map<Integer, KeyOfDay> keys = new HashMap<>();
        for (int i : day) {
            int key = rows.keyNumber(i);
            if (!compromised.contains(key)) {
                keys.computeIfAbsent(key, KeyOfDay::new).see(scores[i], rows.label(i) == 1);
            }
        }
        List<KeyOfDay> ranked = new ArrayList<>(keys.values());
        ranked.sort(Comparator.comparingDouble((KeyOfDay key) -> -key.score).thenComparingInt(key -> key.number));
        int detected = 0;
        for (KeyOfDay key : ranked.subList(0, Math.min(k, ranked.size()))) {
            if (key.positive) {
                compromised.add(key.number);
                detected++;
            }
        }
        return detected;
    }

    private static final class KeyOfDay {
        private final int number;
        private double score = Double.NEGATIVE_INFINITY;
        private boolean positive;

        KeyOfDay(int number) {
            this.number = number;
        }

        void see(double value, boolean label) {
            score = Math.max(score, value);
            positive |= label;
        }
    }
}
