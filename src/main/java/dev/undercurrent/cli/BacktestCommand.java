package dev.undercurrent.cli;

import dev.undercurrent.backtest.Backtest;
import dev.undercurrent.backtest.BacktestResult;
import dev.undercurrent.backtest.BacktestSettings;
import dev.undercurrent.backtest.Disagreements;
import dev.undercurrent.backtest.ScoresCsv;
import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.model.ModelVersion;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            preprocessor = BaselineNames.class,
            description = "Other detectors on the same vectors: all, or robust-z, pca, isolation-forest, knn,"
                    + " random-cut-forest, half-space-trees, random.")
    private List<String> baselines = List.of();

    @Option(
            names = "--against",
            paramLabel = "TOPOLOGY|MODEL",
            description = "Replay this way too and show both, with the units on which they disagree: through another"
                    + " topology, by another network (its folder below models/), or by a trained model (a version's"
                    + " number in the models topic, or its exported folder).")
    private @Nullable String against;

    @Option(
            names = "--model",
            paramLabel = "VERSION|DIR",
            description = "Score by this trained model from the first event on, instead of one trained on the warm-up.")
    private @Nullable String model;

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
        replay.check(loaded);
        if (scores != null) {
            throw new ConfigException(List.of(Problems.line("scores", scores, "no input beside it")));
        }
        if (readsTopic()) {
            try (Connection kafka = connection.visit(PATIENCE)) {
                run(loaded, kafka.properties());
            }
        } else {
            run(loaded, Map.of());
        }
        return 0;
    }

    private boolean readsTopic() {
        return replay.readsTopic()
                || labels.readsTopic()
                || Stream.of(model, against).anyMatch(text -> text != null && ModelReference.isVersion(text));
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
        List<Baseline> others = BaselineNames.parse(baselines);
        Optional<ModelVersion> version =
                model == null ? Optional.empty() : Optional.of(new ModelReference("model", model).load(loaded, client));
        Optional<Contender> contender =
                against == null ? Optional.empty() : Optional.of(contender(loaded, against, client));
        Contender own = new Contender(loaded, version);
        BacktestResult result = run(own, client, others, reports.csv()).named(own.title(loaded));
        Optional<Comparison> comparison = Optional.empty();
        if (contender.isPresent()) {
            BacktestResult second = run(contender.get(), client, List.of(), ScoresCsv.hashOnly())
                    .named(contender.get().title(loaded));
            comparison = Optional.of(Disagreements.between(result.rows(), second.rows(), second.report()));
        }
        reports.write(result, comparison);
    }

    /** What one of two runs goes by: its own topology, and a trained model unless it trains one. */
    private record Contender(LoadedTopology topology, Optional<ModelVersion> model) {
        String title(LoadedTopology first) {
            boolean otherNetwork = topology.name().equals(first.name())
                    && !topology.config().model().equals(first.config().model());
            return topology.name()
                    + model.map(version -> " model " + version.version()).orElse("")
                    + (otherNetwork ? " by " + topology.config().model() : "");
        }
    }

    private Contender contender(LoadedTopology loaded, String text, Map<String, Object> client) throws IOException {
        if (ModelReference.fits(text)) {
            return new Contender(loaded, Optional.of(new ModelReference("against", text).load(loaded, client)));
        }
        TopologyLoader loader = new TopologyLoader(Installation.folder(), System.getenv());
        return TopologyLoader.isNetwork(Path.of(text))
                ? new Contender(loader.withNetwork(loaded, Path.of(text)), Optional.empty())
                : new Contender(decided(loader.load(Path.of(text))), Optional.empty());
    }

    private BacktestResult run(Contender contender, Map<String, Object> client, List<Baseline> others, ScoresCsv csv)
            throws IOException {
        LoadedTopology loaded = contender.topology();
        List<Verdict> verdicts = labels.verdicts(loaded, client);
        try (SourceInput input = replay.open(loaded.config().source(), client);
                Progress progress = Progress.of("backtest " + loaded.name(), input.size())) {
            Protocol protocol = replay.protocol(input);
            boolean isFirstModelMissing =
                    !protocol.hasWarmup() && contender.model().isEmpty();
            ReplaySettings settings = ReplaySettings.of(protocol, System.currentTimeMillis())
                    .retraining(retrain || isFirstModelMissing)
                    .confirming(labels.delay(), verdicts);
            if (contender.model().isPresent()) {
                settings = settings.scoringBy(contender.model().get());
            }
            return Backtest.run(
                    loaded,
                    input,
                    labels.truth(loaded, verdicts),
                    new BacktestSettings(settings, others, nabWindows),
                    csv,
                    progress::step);
        }
    }
}
