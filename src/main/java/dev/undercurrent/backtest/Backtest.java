package dev.undercurrent.backtest;

import dev.undercurrent.detection.NabSeries;
import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.replay.Replay;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.BacktestReport.Run;
import dev.undercurrent.threshold.RateEstimate;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Runs backtests. */
public final class Backtest {
    private static final int TOP = 50;

    private Backtest() {}

    /**
     * Replays an input and judges what comes of it.
     *
     * @param csv takes the counted units; closed before this returns
     * @param progress told the number of records taken, a few at a time
     */
    public static BacktestResult run(
            LoadedTopology topology,
            SourceInput input,
            Truth truth,
            BacktestSettings settings,
            ScoresCsv csv,
            LongConsumer progress)
            throws IOException {
        Findings findings = new Findings(
                csv,
                topology.plan().schema(),
                settings.baselines(),
                topology.model().seed());
        long began = System.nanoTime();
        try (csv;
                Replay replay = new Replay(topology, settings.replay(), truth, findings)) {
            replay(input, replay, progress);
            double seconds = (System.nanoTime() - began) / 1e9;
            csv.close();
            ScoredRows rows = findings.rows();
            Run run = new Run(
                    topology.name(),
                    input.name(),
                    replay.rows(),
                    replay.warmup(),
                    0,
                    0,
                    0,
                    replay.risk(),
                    replay.rows() / seconds,
                    csv.hash());
            BacktestReport report = Summary.of(
                    run,
                    rows,
                    findings.top(),
                    findings.models(),
                    findings.baselines(),
                    settings.nabWindows() ? series(rows, findings.warmup()) : List.of());
            return new BacktestResult(report, rows, findings.baselines(), replay.rejected());
        }
    }

    private static void replay(SourceInput input, Replay replay, LongConsumer progress) {
        while (input.hasNext()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("backtest: told to stop (expected: the end of the input)");
            }
            replay.accept(input.next());
            progress.accept(1);
        }
        replay.finish();
    }

    /**
     * Decides anew on units that were scored before.
     *
     * @param scores a {@code scores.csv.gz}
     * @param csv takes the decided units; closed before this returns
     */
    public static BacktestResult decide(
            LoadedTopology topology, Path scores, Threshold threshold, boolean nabWindows, ScoresCsv csv)
            throws IOException {
        ScoredRows rows = new ScoredRows();
        TopUnits top = new TopUnits(TOP);
        RateEstimate[] rate = {RateEstimate.NONE};
        long began = System.nanoTime();
        List<ScoredRow> read = new ArrayList<>();
        ScoresReader.read(scores, read::add);
        try (csv) {
            for (ScoredRow row : read) {
                rate[0] = rate[0].after(row.time());
                ScoredRow decided = row.decided(threshold.risk(rate[0].perDay()));
                csv.write(decided);
                rows.add(decided);
                top.add(decided, List.of());
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Run run = new Run(
                topology.name(),
                String.valueOf(scores.getFileName()),
                rows.size(),
                0,
                0,
                0,
                0,
                threshold.risk(rate[0].perDay()),
                rows.size() / seconds,
                csv.hash());
        BacktestReport report = Summary.of(
                run, rows, top.ranked(), List.of(), Map.of(), nabWindows ? series(rows, Map.of()) : List.of());
        return new BacktestResult(report, rows, Map.of(), Map.of());
    }

    /** Each key is a series of NAB's, of which the warm-up is the start. */
    static List<NabSeries> series(ScoredRows rows, Map<String, Integer> warmup) {
        Map<Integer, int[]> places = new LinkedHashMap<>();
        int[] sizes = new int[rows.keyCount()];
        for (int i = 0; i < rows.size(); i++) {
            sizes[rows.keyNumber(i)]++;
        }
        int[] filled = new int[sizes.length];
        for (int i = 0; i < rows.size(); i++) {
            int key = rows.keyNumber(i);
            places.computeIfAbsent(key, k -> new int[sizes[k]])[filled[key]++] = i;
        }
        List<NabSeries> series = new ArrayList<>();
        for (int[] own : places.values()) {
            double[] scores = Arrays.stream(own).mapToDouble(rows::score).toArray();
            byte[] labels = new byte[own.length];
            for (int i = 0; i < own.length; i++) {
                labels[i] = (byte) rows.label(own[i]);
            }
            series.add(NabSeries.of(scores, labels, warmup.getOrDefault(rows.key(own[0]), 0)));
        }
        return series;
    }
}
