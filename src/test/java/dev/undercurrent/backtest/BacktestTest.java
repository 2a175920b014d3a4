package dev.undercurrent.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.replay.FileInput;
import dev.undercurrent.replay.Labels;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.replay.WarmupRows;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.threshold.ThresholdConfig;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.vae.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final int ROWS = 900;
    private static final int WARMUP = 300;
    private static final long START = 1_700_000_000_000L;
    private static final String YAML = """
            source: {topic: readings, key: /host, time: /time, id: /id}
            features:
              load: {type: number}
              hour: {type: cycle, period: PT24H}
            windows:
              host: {over: [PT1H], add: [mean(load), gap]}
              rack: {key: /rack, over: [P1D], add: [count, confirmed]}
            threshold: {risk: 0.01}
            """;

    @TempDir
    static Path folder;

    private static final LoadedTopology TOPOLOGY = topology(YAML);
    private static Path file = Path.of("");
    private static BacktestResult once;

    @BeforeAll
    static void runOnce() throws IOException {
        file = write("readings.csv", i -> i % 50 == 49 ? 1 : 0);
        once = run(file, warmup(), Baseline.RANDOM, Baseline.PCA);
    }

    private static LoadedTopology topology(String yaml) {
        LoadedTopology parsed = new TopologyLoader(Path.of(""), Map.of()).parse("readings", yaml);
        ModelConfig tiny =
                new ModelConfig(List.of(8), 2, 2, 7, 1, 10, 0.002, 25, 32, 0, List.of(1), 1, 128, true, 0.05);
        return new LoadedTopology(parsed.name(), parsed.config(), tiny);
    }

    private interface Rule {
        int label(int row);
    }

    private static Path write(String name, Rule label) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("id,host,rack,time,load,label"));
        for (int i = 0; i < ROWS; i++) {
            boolean odd = i % 50 == 49;
            lines.add("r" + i + ",h" + i % 3 + ",k" + i % 2 + "," + (START + i * 60_000L) + ","
                    + (10 + random.nextDouble() + (odd ? 5 : 0)) + "," + label.label(i));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private static ReplaySettings warmup() {
        return ReplaySettings.of(
                Protocol.ofRows(WARMUP), START + Duration.ofDays(365).toMillis());
    }

    private static BacktestResult run(Path input, ReplaySettings settings, Baseline... baselines) throws IOException {
        try (SourceInput source = FileInput.open(input, TOPOLOGY.config().source(), RecordFiles.Order.TIME)) {
            return run(source, settings, baselines);
        }
    }

    private static BacktestResult run(SourceInput source, ReplaySettings settings, Baseline... baselines)
            throws IOException {
        Truth truth = Labels.ofField("label", TOPOLOGY);
        BacktestSettings all = new BacktestSettings(settings, List.of(baselines), false);
        return Backtest.run(TOPOLOGY, source, truth, all, ScoresCsv.hashOnly(), taken -> {});
    }

    private static String hash(BacktestResult result) {
        return result.report().run().scoreSha256();
    }

    @Test
    void countsNoRowOfTheWarmUpAndFindsWhatIsOdd() {
        BacktestResult result = once;

        assertThat(result.report().run().rows()).isEqualTo(ROWS);
        assertThat(result.report().run().warmup()).isEqualTo(WARMUP);
        assertThat(result.rows().size()).isEqualTo(ROWS - WARMUP);
        assertThat(result.rows().id(0)).isEqualTo("r" + WARMUP);
        assertThat(result.rows().row(0).stage()).isEqualTo("model");
        assertThat(result.report().models()).hasSize(1);
        assertThat(result.report().models().get(0).samples()).isBetween(WARMUP * 7 / 10, WARMUP);
        assertThat(result.report().positives()).isEqualTo((ROWS - WARMUP) / 50);
        assertThat(result.report().detection().auroc()).isGreaterThan(0.9);
        assertThat(result.report().baselines()).hasSize(2);
        assertThat(result.baselines().get(Baseline.RANDOM)).hasSize(ROWS - WARMUP);
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void givesTheSameScoresTwice() throws IOException {
        BacktestResult one = run(file, warmup().retraining(true));
        BacktestResult other = run(file, warmup().retraining(true));

        assertThat(one.report().models()).hasSizeGreaterThan(1);
        assertThat(hash(one)).isEqualTo(hash(other)).isNotEqualTo(hash(once));
    }

    @Test
    void showsNoLabelToTheModel() throws IOException {
        Path flipped = write("flipped.csv", i -> i % 50 == 49 ? 0 : 1);

        BacktestResult result = run(flipped, warmup());

        assertThat(result.rows().labels()).isNotEqualTo(once.rows().labels());
        assertThat(result.rows().scores()).isEqualTo(once.rows().scores());
    }

    @Test
    void countsAVerdictOnlyOnceItIsOldEnough() throws IOException {
        Path oneFraud = write("one.csv", i -> i == 400 ? 1 : 0);
        ReplaySettings verdicts = warmup().confirming(Optional.of(Duration.ofMinutes(100)), List.of());
        double[] without = once.rows().scores();
        double[] with = run(oneFraud, verdicts).rows().scores();
        int known = 500 - WARMUP;

        assertThat(Arrays.copyOf(with, known)).isEqualTo(Arrays.copyOf(without, known));
        assertThat(with[known]).isNotEqualTo(without[known]);
    }

    @Test
    void refusesALabelThatTheTopologyReads() {
        assertThatThrownBy(() -> Labels.ofField("load", TOPOLOGY))
                .isInstanceOf(ConfigException.class)
                .hasMessage("label: /load (expected: a field that the topology does not read; leave it out there)");
        assertThatThrownBy(() -> Labels.ofField("/rack", TOPOLOGY)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> Labels.ofField("id", TOPOLOGY)).isInstanceOf(ConfigException.class);
    }

    @Test
    void trainsAndCountsByTime() throws IOException {
        Protocol protocol = Protocol.ofTimes(
                START + 100 * 60_000, START + 400 * 60_000, START + 500 * 60_000, START + 800 * 60_000);
        BacktestResult result =
                run(file, ReplaySettings.of(protocol, START + Duration.ofDays(1).toMillis()));

        assertThat(result.report().run().warmup()).isEqualTo(300);
        assertThat(result.rows().size()).isEqualTo(300);
        assertThat(result.rows().id(0)).isEqualTo("r500");
        assertThat(result.rows().id(299)).isEqualTo("r799");
    }

    @Test
    void takesTheFirstRowsOfEachKeyBeforeAllOthers() throws IOException {
        FileInput input = FileInput.keysFirst(
                file, TOPOLOGY.config().source(), RecordFiles.Order.TIME, new WarmupRows(Map.of("h0", 200), 50));
        assertThat(input.warmup()).isEqualTo(300);

        BacktestResult result = run(
                input,
                ReplaySettings.of(
                        Protocol.ofRows(input.warmup()),
                        START + Duration.ofDays(1).toMillis()));

        assertThat(result.rows().size()).isEqualTo(ROWS - 300);
        assertThat(result.rows().id(0)).isEqualTo("r151"); // the 51st row of h1
        assertThat(result.rows().key(0)).isEqualTo("h1");
    }

    @Test
    void saysThatAWarmUpWithoutUnitsCannotTrain() {
        Protocol protocol = Protocol.ofTimes(0, 1000, 1000, Long.MAX_VALUE);

        assertThatThrownBy(() -> run(
                        file,
                        ReplaySettings.of(protocol, START + Duration.ofDays(1).toMillis())))
                .isInstanceOf(ConfigException.class)
                .hasMessage("warmup: no unit (expected: rows before those that are scored; move its borders)");
    }

    @Test
    void decidesAnewOnStoredScores() throws IOException {
        Path scores = folder.resolve("scores.csv.gz");
        BacktestResult scored;
        try (SourceInput source = FileInput.open(file, TOPOLOGY.config().source(), RecordFiles.Order.TIME)) {
            scored = Backtest.run(
                    TOPOLOGY,
                    source,
                    Labels.ofField("label", TOPOLOGY),
                    new BacktestSettings(warmup(), List.of(), false),
                    ScoresCsv.create(scores),
                    taken -> {});
        }
        BacktestResult strict = decide(scores, new ThresholdConfig(1e-9, 0));
        BacktestResult lax = decide(scores, new ThresholdConfig(0.5, 0));

        assertThat(hash(decide(scores, TOPOLOGY.config().threshold()))).isEqualTo(hash(scored));
        assertThat(strict.report().flags().flagged()).isZero();
        assertThat(lax.report().flags().flagged())
                .isGreaterThan(scored.report().flags().flagged());
        assertThat(lax.report().detection()).isEqualTo(scored.report().detection());
    }

    private static BacktestResult decide(Path scores, ThresholdConfig threshold) throws IOException {
        return Backtest.decide(TOPOLOGY, scores, Threshold.of(threshold), false, ScoresCsv.hashOnly());
    }
}
