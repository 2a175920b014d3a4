package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.detection.Calibration;
import dev.undercurrent.detection.Delays;
import dev.undercurrent.detection.DetectionMetrics;
import dev.undercurrent.detection.KeyPrecision;
import dev.undercurrent.detection.NabProfile;
import dev.undercurrent.detection.NabScore;
import dev.undercurrent.detection.NabSeries;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.BacktestReport.BaselineResult;
import dev.undercurrent.report.BacktestReport.Flags;
import dev.undercurrent.report.BacktestReport.ModelUse;
import dev.undercurrent.report.BacktestReport.NabResult;
import dev.undercurrent.report.BacktestReport.Run;
import dev.undercurrent.report.Detection;
import dev.undercurrent.report.Detection.AtShare;
import dev.undercurrent.report.TopUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the report of a run from its scored units. */
public final class Summary {
    private static final double[] SHARES = {0.001, 0.01};
    private static final int KEYS_A_DAY = 100;
    private static final int CURVE_POINTS = 300;

    private Summary() {}

    /**
     * The report of a run.
     *
     * @param run what was replayed; its times and days are taken from the rows
     * @param rows the scored units, per key in event time
     * @param top the most surprising of them with their reasons
     * @param models the versions that scored
     * @param baselines scores of other detectors, one a row of {@code rows}
     * @param nab the series for NAB's score; empty to leave it out
     */
    public static BacktestReport of(
            Run run,
            ScoredRows rows,
            List<TopUnit> top,
            List<ModelUse> models,
            Map<Baseline, double[]> baselines,
            List<NabSeries> nab) {
        double[] scores = rows.scores();
        byte[] labels = rows.labels();
        byte[] known = labels.clone(); // an unlabelled unit is an alert all the same
        int positives = 0;
        int unlabelled = 0;
        for (int i = 0; i < labels.length; i++) {
            positives += labels[i] == 1 ? 1 : 0;
            unlabelled += labels[i] < 0 ? 1 : 0;
            known[i] = (byte) Math.max(0, labels[i]);
        }
        DetectionMetrics labelled = DetectionMetrics.of(scores, labels);
        DetectionMetrics all = DetectionMetrics.of(scores, known);
        return new BacktestReport(
                spanned(run, rows),
                rows.size(),
                positives,
                unlabelled,
                detection(rows, scores, labelled),
                flags(rows, positives),
                Delays.of(rows),
                labelled.curve(CURVE_POINTS),
                all.curve(CURVE_POINTS),
                Noise.thresholds(rows, all),
                Noise.timeline(rows),
                Noise.keys(rows),
                top,
                Calibration.of(rows),
                models,
                baselines(rows, labels, baselines),
                nab(nab));
    }

    private static Run spanned(Run run, ScoredRows rows) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int i = 0; i < rows.size(); i++) {
            from = Math.min(from, rows.time(i));
            to = Math.max(to, rows.time(i));
        }
        return new Run(
                run.topology(),
                run.input(),
                run.rows(),
                run.warmup(),
                rows.size() == 0 ? 0 : from,
                rows.size() == 0 ? 0 : to,
                rows.days(),
                run.risk(),
                run.rowsPerSecond(),
                run.scoreSha256());
    }

    private static Detection detection(ScoredRows rows, double[] scores, DetectionMetrics metrics) {
        List<AtShare> at = new ArrayList<>();
        for (double share : SHARES) {
            at.add(new AtShare(share, metrics.precisionAt(share), metrics.recallAt(share)));
        }
        boolean choice = metrics.positives() > 0 && rows.keyCount() > KEYS_A_DAY; // else every key is checked
        double keyPrecision = choice ? KeyPrecision.topPerDay(rows, scores, KEYS_A_DAY) : Double.NaN;
        return new Detection(metrics.auroc(), metrics.averagePrecision(), keyPrecision, at);
    }

    private static Flags flags(ScoredRows rows, int positives) {
        int flagged = 0;
        int hits = 0;
        int wrong = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.anomaly(i)) {
                flagged++;
                hits += rows.label(i) == 1 ? 1 : 0;
                wrong += rows.label(i) == 0 ? 1 : 0;
            }
        }
        return new Flags(
                flagged, hits, flagged / rows.days(), (double) hits / (hits + wrong), (double) hits / positives);
    }

    private static List<BaselineResult> baselines(ScoredRows rows, byte[] labels, Map<Baseline, double[]> baselines) {
        List<BaselineResult> results = new ArrayList<>();
        for (Baseline baseline : Baseline.values()) {
            double[] scores = baselines.get(baseline);
            if (scores != null) {
                Detection detection = detection(rows, scores, DetectionMetrics.of(scores, labels));
                results.add(new BaselineResult(baseline.id(), baseline.title(), detection));
            }
        }
        return results;
    }

    private static List<NabResult> nab(List<NabSeries> corpus) {
        List<NabResult> results = new ArrayList<>();
        for (NabProfile profile : corpus.isEmpty() ? new NabProfile[0] : NabProfile.values()) {
            NabScore score = NabScore.of(corpus, profile);
            String name = profile.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            results.add(new NabResult(name, score.score(), score.threshold(), score.windows()));
        }
        return results;
    }
}
