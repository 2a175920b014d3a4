package dev.undercurrent.cli;

import dev.undercurrent.backtest.Backtest;
import dev.undercurrent.backtest.BacktestResult;
import dev.undercurrent.backtest.BacktestSettings;
import dev.undercurrent.backtest.Disagreements;
import dev.undercurrent.backtest.ScoresCsv;
import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.report.Comparison;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays a bounded input through a topology's stages and judges its scores. */
@Command(
        name = "backtest",
        description =
                "Replay a file or a range of a topic through a topology's own stages, and measure what they catch.")
final class BacktestCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final ReplayOptions replay = new ReplayOptions();

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Option(
            names = "--retrain",
            description = "Train on after the warm-up whenever the topology would. Without it the model stays as it is:"
                    + " refits by the clock swallow long anomalies, and runs that are compared need one model.")
    private boolean retrain;

    @Option(
            names = "--baselines",
            paramLabel = "NAME",
            split = ",",
            arity = "0..1",
            fallbackValue = "all",
            description = "Other detectors on the same vectors: all, or robust-z, pca, isolation-forest, knn,"
                    + " random-cut-forest, half-space-trees, random.")
    private List<String> baselines = List.of();

    @Option(
            names = "--against",
            paramLabel = "TOPOLOGY",
            description = "Replay through this topology too and show both, with the units on which they disagree.")
    private @Nullable Path against;

    @Option(
            names = "--threshold",
            paramLabel = "RISK|N/day",
            description = "Decide by this instead of the topology's threshold.")
    private @Nullable String threshold;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description = "Decide anew on the scores of an earlier report, without scoring.")
    private @Nullable Path scores;

    @Option(names = "--nab-windows", description = "Take runs of positive labels for NAB's windows; give NAB's score.")
    private boolean nabWindows;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.json, report.html and scores.csv.gz into this folder.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadedTopology loaded = decided(topology.load());
        if (scores != null && !replay.isGiven()) {
            decideAnew(loaded, scores);
            return 0;
        }
        replay.check();
        if (scores != null) {
            throw new ConfigException(List.of(Problems.line("scores", scores, "no input beside it")));
        }
        if (replay.readsTopic() || labels.readsTopic()) {
            try (Connection kafka = connection.visit(PATIENCE)) {
                run(loaded, kafka.properties());
            }
        } else {
            run(loaded, Map.of());
        }
        return 0;
    }

    private LoadedTopology decided(LoadedTopology loaded) {
        return threshold == null
                ? loaded
                : loaded.withThreshold(
                        Thresholds.parse(threshold, loaded.config().threshold()));
    }

    private void decideAnew(LoadedTopology loaded, Path file) throws IOException {
        BacktestReports reports =
                new BacktestReports(report, json.isOn(), spec.commandLine().getOut());
        if (report != null
                && Files.exists(report)
                && Files.isSameFile(report, file.toAbsolutePath().getParent())) {
            throw new ConfigException(List.of(Problems.line("report", report, "another folder than that of --scores")));
        }
        Threshold rule = Threshold.of(loaded.config().threshold());
        BacktestResult result = Backtest.decide(loaded, file, rule, nabWindows, reports.csv());
        reports.write(result, Optional.empty());
    }

    private void run(LoadedTopology loaded, Map<String, Object> client) throws IOException {
        BacktestReports reports =
                new BacktestReports(report, json.isOn(), spec.commandLine().getOut());
        BacktestResult result = run(loaded, client, baselines(), reports.csv());
        Optional<Comparison> comparison = Optional.empty();
        if (against != null) {
            LoadedTopology other = decided(new TopologyLoader(Installation.folder(), System.getenv()).load(against));
            BacktestResult second = run(other, client, List.of(), ScoresCsv.hashOnly());
            comparison = Optional.of(Disagreements.between(result.rows(), second.rows(), second.report()));
        }
        reports.write(result, comparison);
    }

    private BacktestResult run(LoadedTopology loaded, Map<String, Object> client, List<Baseline> others, ScoresCsv csv)
            throws IOException {
        List<Verdict> verdicts = labels.verdicts(loaded, client);
        try (SourceInput input = replay.open(loaded.config().source(), client);
                Progress progress = Progress.of("backtest " + loaded.name(), input.size())) {
            Protocol protocol = replay.protocol(input);
            ReplaySettings settings = ReplaySettings.of(protocol, System.currentTimeMillis())
                    .retraining(retrain || protocol.warmup() == 0)
                    .confirming(labels.delay(), verdicts);
            return Backtest.run(
                    loaded,
                    input,
                    labels.truth(loaded, verdicts),
                    new BacktestSettings(settings, others, nabWindows),
                    csv,
                    progress::step);
        }
    }

    private List<Baseline> baselines() {
        if (baselines.equals(List.of("all"))) {
            return List.of(Baseline.values());
        }
        List<Baseline> chosen = new ArrayList<>();
        baselines.forEach(id -> chosen.add(Baseline.of(id)));
        return chosen;
    }
}
