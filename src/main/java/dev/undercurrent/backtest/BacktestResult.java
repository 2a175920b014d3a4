package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.source.DeadLetter.Reason;
import java.util.Map;

/**
 * What a backtest came to.
 *
 * @param report the figures
 * @param rows the counted units
 * @param baselines scores of the other detectors, one a row
 * @param rejected records that were not scored, by reason
 */
public record BacktestResult(
        BacktestReport report, ScoredRows rows, Map<Baseline, double[]> baselines, Map<Reason, Long> rejected) {
    /** The same under another name. */
    public BacktestResult named(String name) {
        return new BacktestResult(report.named(name), rows, baselines, rejected);
    }
}
