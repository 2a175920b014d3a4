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
 * table to {@code target/detection.md}, each set's line as soon as it is there. Run by {@code mvn -Pdetection verify},
 * some sets by {@code -Dsets=a,b}. The means below the table are over those sets of a kind that were run.
 *
 * <p>The sets lie in the folder that {@code UNDERCURRENT_DATA} names, with a {@code manifest.csv} that says how many
 * rows of each series are its warm-up; where it says none, the first tenth is.
 */
class DetectionTable {
    private static final Path DATA = Path.of(System.getProperty(
            "UNDERCURRENT_DATA", System.getenv().getOrDefault("UNDERCURRENT_DATA", "../shared/data")));
    private static final Path TABLE = Path.of(System.getProperty("table", "target/detection.md"));
    private static final String CARDS = "fraud_cards_simulated";
    private static final double TENTH = 0.1;

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
        List<DetectionRow> rows = new ArrayList<>();
        for (Map.Entry<String, Series> set : sets.entrySet()) {
            for (boolean confirmed : new boolean[] {false, true}) {
                Optional<BacktestResult> result = run(set.getKey(), set.getValue(), confirmed);
                if (result.isPresent()) {
                    String name = set.getKey() + (confirmed ? ", verdicts after 7 days" : "");
                    rows.add(DetectionRow.of(name, result.get().report()));
                    Files.write(TABLE, table(rows));
                }
            }
        }
        assertThat(rows).isNotEmpty();
    }

    private static List<String> table(List<DetectionRow> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("AUROC / average precision of every detector on the same vectors; init's topology for each set, one"
                + " model trained on the warm-up.");
        lines.add("");
        lines.addAll(DetectionRow.header());
        rows.forEach(row -> lines.add(row.line()));
        lines.add("");
        lines.addAll(means("Tables (adbench, nslkdd)", of(rows, "adbench_.*|net_.*")));
        lines.addAll(means("Series (smd, asd, kpi, skab)", of(rows, "(smd|asd|kpi|skab)_.*")));
        lines.addAll(means("Series (nab)", of(rows, "nab_.*")));
        List<DetectionRow> telling =
                rows.stream().filter(DetectionRow::tellsCalibration).toList();
        lines.add("Flagged share of normal rows at risk 0.01 within a factor of three: "
                + telling.stream().filter(DetectionRow::isCalibrated).count() + " of " + telling.size()
                + " sets with 5,000 normal rows or more.");
        return lines;
    }

    private static List<DetectionRow> of(List<DetectionRow> rows, String names) {
        return rows.stream().filter(row -> row.set().matches(names)).toList();
    }

    private static List<String> means(String title, List<DetectionRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        StringBuilder line = new StringBuilder("- " + title + ", " + rows.size() + " sets, mean: Undercurrent");
        line.append(mean(rows.stream().map(DetectionRow::ours).toList()));
        for (Baseline baseline : Baseline.values()) {
            line.append("; ").append(baseline.title());
            line.append(mean(rows.stream()
                    .flatMap(row -> row.baselines().entrySet().stream())
                    .filter(entry -> entry.getKey() == baseline)
                    .map(Map.Entry::getValue)
                    .toList()));
        }
        double best =
                rows.stream().mapToDouble(DetectionRow::bestSimple).average().orElseThrow();
        line.append(String.format(
                Locale.ROOT, "; best of PCA, forest, kNN and RCF set by set: average precision %.3f", best));
        return List.of(line.toString());
    }

    private static String mean(List<Detection> detections) {
        return String.format(
                Locale.ROOT,
                " %.3f / %.3f",
                detections.stream().mapToDouble(Detection::auroc).average().orElseThrow(),
                detections.stream()
                        .mapToDouble(Detection::averagePrecision)
                        .average()
                        .orElseThrow());
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
                    new BacktestSettings(replay, List.of(Baseline.values()), set.startsWith("nab_")),
                    ScoresCsv.hashOnly(),
                    taken -> {}));
        }
    }

    private static long day(String date) {
        return Instant.parse(date + "T00:00:00Z").toEpochMilli();
    }
}
