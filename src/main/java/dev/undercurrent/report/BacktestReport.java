package dev.undercurrent.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Everything a backtest found. Immutable.
 *
 * @param run what was replayed
 * @param scored units scored and counted
 * @param positives of them labelled anomalous
 * @param unlabelled of them without a label
 * @param detection how well the scores rank
 * @param flags what the verdicts were worth
 * @param detectionDelay how soon runs of anomalies were flagged
 * @param curve precision and recall over the labelled units
 * @param load alerts and recall over all units, the unlabelled counting as alerts only
 * @param thresholds what a number of alerts a day catches
 * @param timeline the scores over time
 * @param keys the keys with most false alarms
 * @param top the most surprising units
 * @param calibration stated against observed tail probabilities
 * @param models the versions that scored, in order
 * @param baselines the same figures of other detectors
 * @param nab NAB's score by profile; empty unless asked for
 */
public record BacktestReport(
        Run run,
        int scored,
        int positives,
        int unlabelled,
        Detection detection,
        Flags flags,
        DetectionDelay detectionDelay,
        List<CurvePoint> curve,
        List<CurvePoint> load,
        List<ThresholdRow> thresholds,
        List<TimelineBin> timeline,
        List<KeyNoise> keys,
        List<TopUnit> top,
        List<CalibrationPoint> calibration,
        List<ModelUse> models,
        List<BaselineResult> baselines,
        List<NabResult> nab) {
    public BacktestReport {
        curve = List.copyOf(curve);
        load = List.copyOf(load);
        thresholds = List.copyOf(thresholds);
        timeline = List.copyOf(timeline);
        keys = List.copyOf(keys);
        top = List.copyOf(top);
        calibration = List.copyOf(calibration);
        models = List.copyOf(models);
        baselines = List.copyOf(baselines);
        nab = List.copyOf(nab);
    }

    /** The same under another name of the run, so that two runs of one topology can be told apart. */
    public BacktestReport named(String name) {
        return new BacktestReport(
                run.named(name),
                scored,
                positives,
                unlabelled,
                detection,
                flags,
                detectionDelay,
                curve,
                load,
                thresholds,
                timeline,
                keys,
                top,
                calibration,
                models,
                baselines,
                nab);
    }

    /** The report as it is written to {@code report.json}; NaN becomes null. */
    public ObjectNode toJson() {
        return ReportJson.of(this);
    }

    /**
     * What was replayed.
     *
     * @param topology its name, with the model's where two runs differ only in that
     * @param input where the rows came from, as text
     * @param rows read, the warm-up included
     * @param warmup rows that trained only
     * @param from event time of the first scored unit, ms since the epoch
     * @param to event time of the last one
     * @param days between them, at least one
     * @param risk the tail probability below which units are flagged
     * @param rowsPerSecond rows over the wall-clock time of the replay
     * @param scoreSha256 of the uncompressed content of {@code scores.csv.gz}
     */
    public record Run(
            String topology,
            String input,
            long rows,
            long warmup,
            long from,
            long to,
            double days,
            double risk,
            double rowsPerSecond,
            String scoreSha256) {
        Run named(String name) {
            return new Run(name, input, rows, warmup, from, to, days, risk, rowsPerSecond, scoreSha256);
        }
    }

    /**
     * The units judged anomalous.
     *
     * @param flagged how many
     * @param hits of them labelled anomalous
     * @param alertsPerDay flagged units over the days
     * @param precision hits over labelled flags; NaN without labels
     * @param recall hits over positives; NaN without positives
     */
    public record Flags(int flagged, int hits, double alertsPerDay, double precision, double recall) {}

    /**
     * What an alert budget catches.
     *
     * @param alertsPerDay the budget
     * @param score the lowest score that keeps it
     * @param tailProbability of a unit at that score
     * @param alerts made in all, at most the budget
     * @param hits of them labelled anomalous
     */
    public record ThresholdRow(
            double alertsPerDay,
            double score,
            double tailProbability,
            int alerts,
            int hits,
            double precision,
            double recall) {}

    /** The units of one span of time; an empty span has no bin. */
    public record TimelineBin(long time, double highest, double mean, int units, int flagged, int positives) {}

    /**
     * The flags of one key.
     *
     * @param falseAlarms flagged units not labelled anomalous
     * @param caught flagged ones that are
     */
    public record KeyNoise(String key, int units, int flagged, int falseAlarms, int positives, int caught) {}

    /**
     * A model version that scored.
     *
     * @param time event time from which it was in use, ms since the epoch
     * @param samples it was trained on
     * @param elbo mean on its holdout, nats
     */
    public record ModelUse(int version, long time, int samples, double elbo) {}

    /**
     * A detector to compare with.
     *
     * @param id such as {@code isolation-forest}
     * @param title such as {@code isolation forest}
     */
    public record BaselineResult(String id, String title, Detection detection) {}

    /** NAB's score under one profile, 0..100, and the threshold that reached it. */
    public record NabResult(String profile, double score, double threshold, int windows) {}
}
