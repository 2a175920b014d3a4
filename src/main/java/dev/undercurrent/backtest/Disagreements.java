package dev.undercurrent.backtest;

import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.Comparison;
import dev.undercurrent.report.Comparison.Disagreement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the units that one of two runs over the same input flagged and the other did not. */
public final class Disagreements {
    private static final int LIMIT = 50;

    private Disagreements() {}

    /**
     * Matches units by id; those whose tail probabilities lie farthest apart (as a ratio) come first.
     *
     * @param report of {@code other}
     */
    public static Comparison between(ScoredRows rows, ScoredRows other, BacktestReport report) {
        Map<String, Integer> places = new HashMap<>(2 * other.size());
        for (int i = 0; i < other.size(); i++) {
            places.put(other.id(i), i);
        }
        int both = 0;
        int onlyThis = 0;
        int onlyOther = 0;
        int unmatched = 0;
        List<Disagreement> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Integer place = places.remove(rows.id(i));
            if (place == null) {
                unmatched++;
            } else if (rows.anomaly(i) && other.anomaly(place)) {
                both++;
            } else if (rows.anomaly(i) != other.anomaly(place)) {
                onlyThis += rows.anomaly(i) ? 1 : 0;
                onlyOther += rows.anomaly(i) ? 0 : 1;
                found.add(new Disagreement(
                        rows.id(i),
                        rows.key(i),
                        rows.time(i),
                        rows.label(i),
                        rows.anomaly(i),
                        rows.tailProbability(i),
                        other.tailProbability(place)));
            }
        }
        found.sort(Comparator.comparingDouble(row -> -apart(row)));
        return new Comparison(
                report,
                both,
                onlyThis,
                onlyOther,
                unmatched + places.size(),
                found.subList(0, Math.min(LIMIT, found.size())));
    }

    private static double apart(Disagreement row) {
        double floor = 1e-12;
        return Math.abs(Math.log(Math.max(floor, row.tailProbability()) / Math.max(floor, row.other())));
    }
}
