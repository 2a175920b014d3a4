package dev.undercurrent.backtest;

import dev.undercurrent.detection.DetectionMetrics;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport.KeyNoise;
import dev.undercurrent.report.BacktestReport.ThresholdRow;
import dev.undercurrent.report.BacktestReport.TimelineBin;
import dev.undercurrent.report.CurvePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where and when the alerts fall: by budget, by time, by key. */
final class Noise {
    private static final double[] BUDGETS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    private static final int BINS = 560;
    private static final int KEYS = 20;

    private Noise() {}

    /** What each budget catches, up to the one that would flag every tenth unit. */
    static List<ThresholdRow> thresholds(ScoredRows rows, DetectionMetrics metrics) {
        List<ThresholdRow> table = new ArrayList<>();
        double days = rows.days();
        for (double budget : BUDGETS) {
            if (budget * days > 0.1 * rows.size() && !table.isEmpty()) {
                break;
            }
            CurvePoint point = metrics.within(budget * days);
            int hits = point.alerts() == 0 ? 0 : (int) Math.round(point.precision() * point.alerts());
            table.add(new ThresholdRow(
                    budget,
                    point.threshold(),
                    tailProbability(rows, point.threshold()),
                    point.alerts(),
                    hits,
                    point.precision(),
                    point.recall()));
        }
        return table;
    }

    private static double tailProbability(ScoredRows rows, double score) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.score(i) == score) {
                return rows.tailProbability(i);
            }
        }
        return Double.NaN;
    }

    static List<TimelineBin> timeline(ScoredRows rows) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int i = 0; i < rows.size(); i++) {
            from = Math.min(from, rows.time(i));
            to = Math.max(to, rows.time(i));
        }
        long step = rows.size() == 0 ? 1 : Math.max(1, (to - from) / BINS + 1);
        Bin[] bins = new Bin[BINS + 1];
        for (int i = 0; i < rows.size(); i++) {
            int place = (int) ((rows.time(i) - from) / step);
            if (bins[place] == null) {
                bins[place] = new Bin();
            }
            bins[place].add(rows, i);
        }
        List<TimelineBin> timeline = new ArrayList<>();
        for (int place = 0; place < bins.length; place++) {
            if (bins[place] != null) {
                timeline.add(bins[place].at(from + place * step));
            }
        }
        return timeline;
    }

    static List<KeyNoise> keys(ScoredRows rows) {
        int keys = rows.keyCount();
        int[] units = new int[keys];
        int[] flagged = new int[keys];
        int[] positives = new int[keys];
        int[] caught = new int[keys];
        for (int i = 0; i < rows.size(); i++) {
            int key = rows.keyNumber(i);
            units[key]++;
            flagged[key] += rows.anomaly(i) ? 1 : 0;
            positives[key] += rows.label(i) == 1 ? 1 : 0;
            caught[key] += rows.anomaly(i) && rows.label(i) == 1 ? 1 : 0;
        }
        List<KeyNoise> noise = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            if (flagged[key] > 0) {
                noise.add(new KeyNoise(
                        rows.keyName(key),
                        units[key],
                        flagged[key],
                        flagged[key] - caught[key],
                        positives[key],
                        caught[key]));
            }
        }
        noise.sort(Comparator.comparingInt((KeyNoise key) -> -key.falseAlarms())
                .thenComparingInt(key -> -key.flagged())
                .thenComparing(KeyNoise::key));
        return List.copyOf(noise.subList(0, Math.min(KEYS, noise.size())));
    }

    /** One span of the timeline. */
    private static final class Bin {
        private double highest = Double.NEGATIVE_INFINITY;
        private double mean;
        private int units;
        private int flagged;
        private int positives;

        void add(ScoredRows rows, int i) {
            highest = Math.max(highest, rows.score(i));
            mean += (rows.score(i) - mean) / ++units;
            flagged += rows.anomaly(i) ? 1 : 0;
            positives += rows.label(i) == 1 ? 1 : 0;
        }

        TimelineBin at(long time) {
            return new TimelineBin(time, highest, mean, units, flagged, positives);
        }
    }
}
