package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.CalibrationPoint;
import dev.undercurrent.report.Detection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one set came to. Immutable.
 *
 * @param set its name
 * @param scored units
 * @param baseRate share of positives among the labelled
 * @param normal units not labelled anomalous
 * @param flagged share of those whose tail probability was below {@link #RISK}
 * @param ours how well the scores rank
 * @param baselines the same of every {@link Baseline}, in their order
 * @param nab NAB's score, standard profile; none for other sets
 * @param rowsPerSecond of the replay, baselines included
 */
record DetectionRow(
        String set,
        int scored,
        double baseRate,
        int normal,
        double flagged,
        Detection ours,
        Map<Baseline, Detection> baselines,
        OptionalDouble nab,
        double rowsPerSecond) {
    static final double RISK = 0.01;

    private static final Set<Baseline> SIMPLE =
            EnumSet.of(Baseline.PCA, Baseline.ISOLATION_FOREST, Baseline.KNN, Baseline.RANDOM_CUT_FOREST);
    private static final int ENOUGH_NORMAL = 5_000;
    private static final double FACTOR = 3;

    static DetectionRow of(String set, BacktestReport report) {
        CalibrationPoint point = report.calibration().stream()
                .filter(each -> each.stated() == RISK)
                .findFirst()
                .orElseThrow();
        return new DetectionRow(
                set,
                report.scored(),
                (double) report.positives() / Math.max(1, report.scored() - report.unlabelled()),
                point.units(),
                point.observed(),
                report.detection(),
                baselines(report),
                report.nab().stream()
                        .filter(result -> result.profile().equals("standard"))
                        .mapToDouble(BacktestReport.NabResult::score)
                        .findFirst(),
                report.run().rowsPerSecond());
    }

    private static Map<Baseline, Detection> baselines(BacktestReport report) {
        Map<Baseline, Detection> detections = new EnumMap<>(Baseline.class);
        for (BacktestReport.BaselineResult result : report.baselines()) {
            detections.put(Baseline.of(result.id()), result.detection());
        }
        return detections;
    }

    /** Whether there are normal units enough to judge the calibration by. */
    boolean tellsCalibration() {
        return normal >= ENOUGH_NORMAL;
    }

    boolean isCalibrated() {
        return flagged >= RISK / FACTOR && flagged <= RISK * FACTOR;
    }

    /** The best average precision of PCA, isolation forest, kNN and random cut forest on this very set. */
    double bestSimple() {
        return baselines.entrySet().stream()
                .filter(entry -> SIMPLE.contains(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().averagePrecision())
                .max()
                .orElseThrow();
    }

    static List<String> header() {
        StringBuilder titles = new StringBuilder("| set | scored | base rate | Undercurrent |");
        StringBuilder rule = new StringBuilder("|---|---|---|---|");
        for (Baseline baseline : Baseline.values()) {
            titles.append(' ').append(baseline.title()).append(" |");
            rule.append("---|");
        }
        titles.append(" normal rows flagged at risk 0.01 | NAB score | rows/s |");
        rule.append("---|---|---|");
        return List.of(titles.toString(), rule.toString());
    }

    /** As a line of the table. */
    String line() {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "| %s | %,d | %.4f |", set, scored, baseRate));
        line.append(pair(ours.auroc(), ours.averagePrecision()));
        baselines.values().forEach(baseline -> line.append(pair(baseline.auroc(), baseline.averagePrecision())));
        String verdict = !tellsCalibration() ? " (few)" : isCalibrated() ? "" : " (off)";
        line.append(String.format(Locale.ROOT, " %.4f%s |", flagged, verdict));
        line.append(nab.isPresent() ? String.format(Locale.ROOT, " %.1f |", nab.getAsDouble()) : " |");
        return line.append(String.format(Locale.ROOT, " %,.0f |", rowsPerSecond))
                .toString();
    }

    static String pair(double auroc, double averagePrecision) {
        return String.format(Locale.ROOT, " %.3f / %.3f |", auroc, averagePrecision);
    }
}
