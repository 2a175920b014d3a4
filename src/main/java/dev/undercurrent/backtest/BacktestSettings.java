package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.replay.ReplaySettings;
import java.util.List;

/**
 * What a backtest does. Immutable.
 *
 * @param replay how the input is replayed
 * @param baselines detectors that stand beside the model
 * @param nabWindows whether runs of positive labels are taken for NAB's windows and its score is computed
 */
public record BacktestSettings(ReplaySettings replay, List<Baseline> baselines, boolean nabWindows) {
    public BacktestSettings {
        baselines = List.copyOf(baselines);
    }
}
