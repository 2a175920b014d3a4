package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.commit.CommitPace;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.Models;
import dev.undercurrent.registry.FeedMetrics;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.testing.Programs;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.topology.AnomalyTopology;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.StoreMemory;
import dev.undercurrent.topology.StreamsProperties;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.vae.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every series of ours, by name. Who renames one breaks dashboards and rules. */
class MetricNamesTest {
    private static final String NAME = "payments";
    private static final int FEATURES = 100;

    @TempDir
    Path folder;

    private final Meters meters = Meters.ofProcess(NAME);
    private final ScorerSlot slot = new ScorerSlot();
    private final StoreMemory memory = new StoreMemory(1 << 20);

    @AfterEach
    void close() {
        slot.close();
        memory.close();
        meters.close();
    }

    @Test
    void everySeriesHasItsNameAndLabels() {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (Scrape.Sample sample : scrape(FEATURES).samples()) {
            if (isOurs(sample.name())) {
                labels.computeIfAbsent(sample.name(), name -> new TreeSet<>())
                        .addAll(sample.labels().keySet());
            }
        }

        Map<String, Set<String>> expected = new TreeMap<>();
        for (String gauge : List.of(
                "commit_interval_seconds",
                "model_version",
                "model_trained_timestamp_seconds",
                "model_active_latent_units",
                "model_latent_units",
                "native_memory_bytes",
                "pending_units",
                "ready",
                "state_folder_bytes",
                "store_memory_bytes",
                "threshold_risk",
                "training_interval_seconds",
                "training_rejections_in_a_row",
                "training_running",
                "late_events_total",
                "repartitioned_records_total",
                "model_swaps_total",
                "models_refused_total",
                "overtaken_records_total")) {
            expected.put("undercurrent_" + gauge, Set.of("topology"));
        }
        expected.put("process_resident_memory_bytes", Set.of("topology"));
        expected.put("undercurrent_build_info", Set.of("java", "topology", "version"));
        expected.put("undercurrent_events_scored_total", Set.of("stage", "topology"));
        expected.put("undercurrent_anomalies_total", Set.of("stage", "topology"));
        expected.put("undercurrent_dead_letters_total", Set.of("reason", "topology"));
        expected.put("undercurrent_feature_surprise_nats_total", Set.of("feature", "topology"));
        expected.put("undercurrent_training_rounds_total", Set.of("outcome", "topology"));
        for (String histogram : List.of("batch_size", "scoring_seconds", "event_lag_seconds", "tail_probability")) {
            histogram(expected, histogram, Set.of("topology"));
        }
        histogram(expected, "surprise_nats", Set.of("part", "topology"));
        assertThat(labels).isEqualTo(expected);
    }

    @Test
    void figuresOfARoundAndOfASampleAreAbsentWhereThereIsNone() {
        Set<String> names = scrape(1).samples().stream()
                .map(Scrape.Sample::name)
                .filter(MetricNamesTest::isOurs)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names)
                .contains("undercurrent_training_running")
                .doesNotContain(
                        "undercurrent_training_samples",
                        "undercurrent_training_seconds",
                        "undercurrent_training_candidate_elbo_nats",
                        "undercurrent_drift",
                        "undercurrent_reservoir_units",
                        "undercurrent_model_loaded_timestamp_seconds",
                        "undercurrent_model_holdout_elbo_nats");
    }

    @Test
    void everySeriesOfThisProcessCarriesTheTopology() {
        assertThat(scrape(1).samples())
                .hasSizeGreaterThan(100)
                .allSatisfy(
                        sample -> assertThat(sample.labels()).as(sample.name()).containsEntry("topology", NAME));
    }

    @Test
    void everyNameHasAHelpText() {
        String text = scrape(1).text();
        List<String> typed = text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .filter(MetricNamesTest::isOurs)
                .toList();

        assertThat(typed)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(text).containsPattern("# HELP " + name + " [A-Z].{5,}"));
    }

    @Test
    void theReadmeExplainsEachOfThem() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Set<String> names = scrape(1)
                .text()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .filter(MetricNamesTest::isOurs)
                .collect(Collectors.toSet());

        assertThat(names)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }

    @Test
    void sixtyFourFeaturesAreNamedAndTheRestIsOther() {
        Set<String> features = scrape(FEATURES).samples().stream()
                .filter(sample -> sample.name().equals("undercurrent_feature_surprise_nats_total"))
                .map(sample -> sample.labels().getOrDefault("feature", ""))
                .collect(Collectors.toSet());

        assertThat(features).hasSize(65).contains("f0", "f63", "other").doesNotContain("f64");
    }

    @Test
    void fewSeriesComeFromAnyTopology() {
        long ours = scrape(FEATURES).samples().stream()
                .filter(sample -> isOurs(sample.name()))
                .count();

        assertThat(ours).isBetween(100L, 300L);
    }

    @Test
    void prometheusFindsNoFaultWithThem() throws Exception {
        Path promtool = Programs.installed("promtool", "prometheus");
        String ours = scrape(1)
                .text()
                .lines()
                .filter(line -> line.contains("undercurrent_") && !line.startsWith("jvm"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(checked(promtool, ours)).isEqualTo("exit 0: ");
        assertThat(checked(promtool, ours.replace("undercurrent_late_events_total", "undercurrent_late_events")))
                .startsWith("exit 3: undercurrent_late_events ");
    }

    private static String checked(Path promtool, String metrics) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(metrics.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return "exit " + process.waitFor() + ": " + said;
    }

    private static void histogram(Map<String, Set<String>> expected, String name, Set<String> labels) {
        Set<String> withBound = new TreeSet<>(labels);
        withBound.add("le");
        expected.put("undercurrent_" + name + "_bucket", withBound);
        expected.put("undercurrent_" + name + "_count", labels);
        expected.put("undercurrent_" + name + "_sum", labels);
    }

    private static boolean isOurs(String name) {
        return name.startsWith("undercurrent_") || name.equals("process_resident_memory_bytes");
    }

    /** What a topology of that many features shows before its first event, with a model in use. */
    private Scrape scrape(int features) {
        NativeLibrary.load();
        String yaml = "source: {topic: raw}\nfeatures: {"
                + IntStream.range(0, features).mapToObj(i -> "f" + i + ": {}").collect(Collectors.joining(", "))
                + "}\n";
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).parse(NAME, yaml);
        var properties = StreamsProperties.of(
                NAME, "test", topology.config().runtime(), folder, Map.of("bootstrap.servers", "none:9092"));
        RunMetrics.register(meters, new RunStatus(), topology.config(), new CommitPace(Duration.ofMillis(200)), folder);
        RunMetrics.overtaken(meters).accept(0);
        RunMetrics.stores(meters, memory);
        FeedMetrics.register(meters, Models.small(3));
        new AnomalyTopology(
                        topology, 1, slot, (sample, version, shifted, time) -> new RoundResult(0, List.of()), meters)
                .build(properties);
        return Scrape.of(meters.scrape());
    }
}
