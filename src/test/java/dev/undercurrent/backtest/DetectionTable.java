package dev.undercurrent.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.inference.TopologyInference;
import dev.undercurrent.ingest.FileLine;
import dev.undercurrent.ingest.FileLines;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.replay.FileInput;
import dev.undercurrent.replay.Labels;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.WarmupRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.CalibrationPoint;
import dev.undercurrent.report.Detection;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.window.WindowGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Replays the labelled sets through the topology that {@code init} writes for each, with every baseline, and writes one
 * table to {@code target/detection.md}. Run by {@code mvn -Pdetection verify}, some sets by {@code -Dsets=a,b}.
 *
 * <p>The sets lie in the folder that {@code UNDERCURRENT_DATA} names, with a {@code manifest.csv} that says how many
 * rows of each series are its warm-up; where it says none, the first tenth is.
 */
class DetectionTable {
    private static final Path DATA = Path.of(System.getProperty(
            "UNDERCURRENT_DATA", System.getenv().getOrDefault("UNDERCURRENT_DATA", "../shared/data")));
    private static final Path TABLE = Path.of("target/detection.md");
    private static final String CARDS = "fraud_cards_simulated";
    private static final double TENTH = 0.1;
    private static final double RISK = 0.01;

    /** The rows of each series that train, and what the whole set trains on. */
    private record Series(Map<String, Integer> train, long rows) {
        long warmup() {
            long sum = train.values().stream().mapToLong(Integer::longValue).sum();
            return sum > 0 ? sum : (long) Math.ceil(TENTH * rows);
        }
    }

    @Test
    void writesWhatEachDetectorFinds() throws IOException {
        Path manifest = DATA.resolve("manifest.csv");
        assumeTrue(
                Files.isRegularFile(manifest),
                "no " + manifest + "; set UNDERCURRENT_DATA to a folder of labelled sets with a manifest.csv");
        Map<String, Series> sets = chosen(manifest);
        assertThat(sets).as("sets of " + manifest).isNotEmpty();
        List<String> lines = new ArrayList<>(header());
        List<Detection[]> all = new ArrayList<>();
        for (Map.Entry<String, Series> set : sets.entrySet()) {
            for (boolean confirmed : new boolean[] {false, true}) {
                Optional<BacktestResult> result = run(set.getKey(), set.getValue(), confirmed);
                if (result.isPresent()) {
                    String name = set.getKey() + (confirmed ? ", verdicts after 7 days" : "");
                    lines.add(line(name, result.get().report()));
                    all.add(detections(result.get().report()));
                    Files.write(TABLE, lines);
                }
            }
        }
        lines.add(mean(all));
        Files.write(TABLE, lines);
        assertThat(all).isNotEmpty();
    }

    private static Map<String, Series> chosen(Path manifest) {
        List<String> wanted = Arrays.stream(System.getProperty("sets", "").split(","))
                .filter(name -> !name.isBlank())
                .toList();
        Map<String, Series> sets = new TreeMap<>();
        try (FileLines lines = FileLines.open(manifest)) {
            while (lines.hasNext()) {
                FileLine line = lines.next();
                String name = line.value().path("file").asText().replaceFirst("\\.csv(\\.gz)?$", "");
                if (wanted.isEmpty() || wanted.contains(name)) {
                    Series known = sets.getOrDefault(name, new Series(Map.of(), 0));
                    Map<String, Integer> train = new HashMap<>(known.train());
                    train.put(
                            line.value().path("key").asText(),
                            line.value().path("train_rows").asInt());
                    sets.put(
                            name,
                            new Series(
                                    train,
                                    known.rows() + line.value().path("rows").asLong()));
                }
            }
        }
        return sets;
    }

    /** @param confirmed whether labels become verdicts after a week; nothing to run where no window counts them */
    private static Optional<BacktestResult> run(String set, Series series, boolean confirmed) throws IOException {
        Path file = DATA.resolve(set + ".csv.gz");
        String name = TopologyInference.name(file);
        LoadedTopology topology = new TopologyLoader(Path.of(""), Map.of()).parse(name, TopologyInference.ofFile(file));
        if (confirmed && topology.plan().groups().stream().noneMatch(WindowGroup::countsConfirmed)) {
            return Optional.empty();
        }
        SourceConfig source = topology.config().source();
        boolean keyed = series.train().size() > 1 && !topology.plan().scoresWindows();
        try (FileInput input = keyed
                ? FileInput.keysFirst(file, source, RecordFiles.Order.TIME, new WarmupRows(series.train(), 0))
                : FileInput.open(file, source, RecordFiles.Order.TIME)) {
            Protocol protocol = set.equals(CARDS)
                    ? Protocol.ofTimes(day("2018-07-25"), day("2018-08-01"), day("2018-08-08"), day("2018-08-15"))
                    : Protocol.ofRows(keyed ? input.warmup() : series.warmup());
            Optional<Duration> delay = confirmed ? Optional.of(Duration.ofDays(7)) : Optional.empty();
            ReplaySettings replay =
                    ReplaySettings.of(protocol, System.currentTimeMillis()).confirming(delay, List.of());
            return Optional.of(Backtest.run(
                    topology,
                    input,
                    Labels.ofField("label", topology),
                    new BacktestSettings(replay, List.of(Baseline.values()), false),
                    ScoresCsv.hashOnly(),
                    taken -> {}));
        }
    }

    private static long day(String date) {
        return Instant.parse(date + "T00:00:00Z").toEpochMilli();
    }

    private static List<String> header() {
        StringBuilder titles = new StringBuilder("| set | scored | base rate | Undercurrent |");
        StringBuilder rule = new StringBuilder("|---|---|---|---|");
        for (Baseline baseline : Baseline.values()) {
            titles.append(' ').append(baseline.title()).append(" |");
            rule.append("---|");
        }
        titles.append(" flagged at risk 0.01 | rows/s |");
        rule.append("---|---|");
        return List.of(
                "AUROC / average precision of every detector on the same vectors; init's topology for each set, one"
                        + " model trained on the warm-up.",
                "",
                titles.toString(),
                rule.toString());
    }

    private static Detection[] detections(BacktestReport report) {
        Detection[] detections = new Detection[1 + report.baselines().size()];
        detections[0] = report.detection();
        for (int i = 1; i < detections.length; i++) {
            detections[i] = report.baselines().get(i - 1).detection();
        }
        return detections;
    }

    private static String line(String set, BacktestReport report) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %,d | %.4f |",
                set,
                report.scored(),
                (double) report.positives() / Math.max(1, report.scored() - report.unlabelled())));
        for (Detection detection : detections(report)) {
            line.append(pair(detection.auroc(), detection.averagePrecision()));
        }
        double flagged = report.calibration().stream()
                .filter(point -> point.stated() == RISK)
                .mapToDouble(CalibrationPoint::observed)
                .findFirst()
                .orElse(Double.NaN);
        return line.append(String.format(
                        Locale.ROOT, " %.4f | %,.0f |", flagged, report.run().rowsPerSecond()))
                .toString();
    }

    private static String mean(List<Detection[]> all) {
        StringBuilder line = new StringBuilder("| mean | | |");
        for (int i = 0; i <= Baseline.values().length; i++) {
            int detector = i;
            line.append(pair(
                    all.stream()
                            .mapToDouble(set -> set[detector].auroc())
                            .average()
                            .orElse(Double.NaN),
                    all.stream()
                            .mapToDouble(set -> set[detector].averagePrecision())
                            .average()
                            .orElse(Double.NaN)));
        }
        return line.append(" | |").toString();
    }

    private static String pair(double auroc, double averagePrecision) {
        return String.format(Locale.ROOT, " %.3f / %.3f |", auroc, averagePrecision);
    }
}
