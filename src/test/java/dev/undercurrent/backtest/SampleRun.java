package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.detection.NabSeries;
import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.BacktestReport.ModelUse;
import dev.undercurrent.report.BacktestReport.Run;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up run over a week: eleven hosts, a daily season, runs of anomalies. */
final class SampleRun {
    private static final long START = 1_528_070_400_000L;
    private static final long MINUTE = 60_000;

    private SampleRun() {}

    /** Units a minute apart; every 400th begins an anomalous run of ten units of one key. */
    static ScoredRows rows(int size, double strength, long seed) {
        Random random = new Random(seed);
        ScoredRows rows = new ScoredRows();
        for (int i = 0; i < size; i++) {
            boolean anomalous = i % 400 >= 200 && i % 400 < 310 && i % 11 == 3;
            double tail = 1 - random.nextDouble();
            double spread = anomalous ? Math.exp(-strength * random.nextDouble() * 12) : 1;
            tail = Math.max(1e-9, tail * spread);
            double score = -Math.log(tail) * 2 - 1 + Math.sin(i / 230.0) / 4;
            rows.add(new ScoredRow(
                    "sample-0-" + i,
                    START + i * MINUTE,
                    "host-" + i % 11,
                    Math.round(score * 1e4) / 1e4,
                    Math.round(score * 3e4) / 1e4,
                    tail,
                    tail < 0.001,
                    i < 500 ? "baseline" : "model",
                    i < 500 ? 0 : 1 + i / 4000,
                    anomalous ? 1 : 0));
        }
        return rows;
    }

    static BacktestReport report(String topology, ScoredRows rows) {
        TopUnits top = new TopUnits(12);
        for (int i = 0; i < rows.size(); i++) {
            top.add(rows.row(i), reasons());
        }
        Map<Baseline, double[]> baselines = new EnumMap<>(Baseline.class);
        int noise = 1;
        for (Baseline baseline : Baseline.values()) {
            noise += 2;
            double[] scores = rows.scores();
            Random random = new Random(noise);
            for (int i = 0; i < scores.length; i++) {
                scores[i] += random.nextGaussian() * noise;
            }
            baselines.put(baseline, scores);
        }
        Run run = new Run(
                topology, "metrics.csv.gz", rows.size() + 1000L, 1000, 0, 0, 1, 0.001, 48_211, "5f" + "0".repeat(62));
        List<ModelUse> models =
                List.of(new ModelUse(1, START, 1000, -14.2), new ModelUse(2, START + 4000 * MINUTE, 5000, -11.9));
        List<NabSeries> nab = List.of(NabSeries.of(rows.scores(), rows.labels(), 1000));
        return Summary.of(run, rows, top.ranked(), models, baselines, nab);
    }

    private static List<Reason> reasons() {
        return List.of(
                new Reason("cpu.user", Value.of(0.97), Value.of(0.31), 0.05, 0.62, 21.3),
                new Reason("disk.write.rate", Value.of(9_500_000), Value.of(1200), 0, 250_000, 8.4),
                new Reason(
                        "kernel", new Value.Text("6.1.0-rc2"), new Value.Text("6.1.0"), Double.NaN, Double.NaN, 2.25));
    }
}
