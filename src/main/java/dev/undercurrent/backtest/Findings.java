package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.replay.ReplayListener;
import dev.undercurrent.report.BacktestReport.ModelUse;
import dev.undercurrent.report.TopUnit;
import dev.undercurrent.training.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what a replay comes to: columns, the scores file, the most surprising units. Not thread-safe. */
final class Findings implements ReplayListener {
    private static final int TOP = 50;

    private final ScoresCsv csv;
    private final BaselineRun baselines;
    private final ScoredRows rows = new ScoredRows();
    private final TopUnits top = new TopUnits(TOP);
    private final List<ModelUse> models = new ArrayList<>();
    private final Map<String, Integer> warmup = new HashMap<>();

    /** @param csv takes the counted units; closed by its owner */
    Findings(ScoresCsv csv, FeatureSchema schema, List<Baseline> baselines, long seed) {
        this.csv = csv;
        this.baselines = new BaselineRun(schema, baselines, seed);
    }

    @Override
    public void scored(ScoreRecord record, FeatureVector vector, int label, boolean counted) {
        baselines.score(vector, counted);
        if (!counted) {
            return;
        }
        ScoredRow row = new ScoredRow(
                record.id(),
                record.time(),
                record.key(),
                record.score().score(),
                record.score().surprise(),
                record.score().tailProbability(),
                record.verdict().anomaly(),
                record.score().stage().name().toLowerCase(Locale.ROOT),
                record.score().modelVersion(),
                label);
        try {
            csv.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.add(row);
        top.add(row, record.score().reasons());
    }

    @Override
    public void trains(FeatureVector vector) {
        warmup.merge(vector.key(), 1, Integer::sum);
    }

    @Override
    public void training(Sample sample) {
        baselines.fit(sample);
    }

    @Override
    public void swapped(ModelVersion version, long time) {
        double surprise = version.metrics().getOrDefault("evaluatedSurprise", Double.NaN);
        models.add(new ModelUse(
                version.version(), time, Math.toIntExact(version.training().samples()), -surprise));
    }

    ScoredRows rows() {
        return rows;
    }

    List<TopUnit> top() {
        return top.ranked();
    }

    List<ModelUse> models() {
        return models;
    }

    /** Units of each key that only trained. */
    Map<String, Integer> warmup() {
        return warmup;
    }

    Map<Baseline, double[]> baselines() {
        return baselines.scores();
    }
}
