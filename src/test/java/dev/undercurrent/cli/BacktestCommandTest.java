package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a warm-up a short file is scored by the baseline alone, so that nothing here trains. */
class BacktestCommandTest {
    private static final String YAML = """
            source: {topic: readings, key: /host, time: /time}
            features:
              load: {type: number}
            threshold: {risk: 0.01}
            """;

    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    private String topology = "";
    private String file = "";

    @BeforeEach
    void writeFiles() throws IOException {
        topology = Files.writeString(folder.resolve("readings.yaml"), YAML).toString();
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("host,time,load,label"));
        for (int i = 0; i < 400; i++) {
            boolean odd = i % 50 == 49;
            lines.add("h" + i % 2 + "," + (1_700_000_000_000L + i * 60_000L) + ","
                    + (random.nextDouble() + (odd ? 9 : 0)) + "," + (odd ? 1 : 0));
        }
        lines.add(",1700000000000,0.5,0");
        file = Files.write(folder.resolve("readings.csv"), lines).toString();
    }

    @Test
    void writesAReportAndDecidesAnewOnItsScores() throws IOException {
        Path report = folder.resolve("report");
        Path anew = folder.resolve("anew");

        assertThat(terminal.execute(
                        "backtest",
                        topology,
                        "--from",
                        file,
                        "--label",
                        "label",
                        "--warmup",
                        "0",
                        "--report",
                        "" + report))
                .isZero();
        assertThat(report.resolve("report.html")).content().contains("Backtest of readings");
        JsonNode written = json(report);
        assertThat(written.path("rows").asInt()).isEqualTo(401);
        assertThat(written.path("scored").asInt()).isEqualTo(400);
        assertThat(written.path("positives").asInt()).isEqualTo(8);
        assertThat(written.path("rejected").path("missing-key").asInt()).isEqualTo(1);
        assertThat(written.path("auroc").asDouble()).isGreaterThan(0.9);
        assertThat(terminal.out())
                .contains("scores " + written.path("scoreSha256").asText());

        String scores = report.resolve("scores.csv.gz").toString();
        assertThat(terminal.execute(
                        "backtest", topology, "--scores", scores, "--threshold", "0.2", "--report", "" + anew))
                .isZero();
        assertThat(json(anew).path("auroc")).isEqualTo(written.path("auroc"));
        assertThat(json(anew).path("flagged").asInt())
                .isGreaterThan(written.path("flagged").asInt());
    }

    @Test
    void printsTheReportAsJsonAndTheSameHashTwice() throws IOException {
        String[] command = {"backtest", topology, "--from", file, "--label", "label", "--warmup", "0", "--json"};
        assertThat(terminal.execute(command)).isZero();
        assertThat(terminal.execute(command)).isZero();

        List<String> lines = terminal.out().lines().toList();
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("scoreSha256").asText()).hasSize(64);
        assertThat(new ObjectMapper().readTree(lines.get(1)).path("scoreSha256"))
                .isEqualTo(first.path("scoreSha256"));
    }

    @Test
    void putsAnotherTopologyBesideIt() throws IOException {
        Path other = Files.writeString(folder.resolve("looser.yaml"), YAML.replace("0.01", "0.2"));

        assertThat(terminal.execute("backtest", topology, "--from", file, "--warmup", "0", "--against", "" + other))
                .isZero();

        assertThat(terminal.out()).contains("flagged by both ", ", only by readings 0, only by looser ");
    }

    @Test
    void takesATopologyAfterBaselinesForTheTopology() {
        assertThat(terminal.execute(
                        "backtest", "--from", file, "--label", "label", "--warmup", "0", "--baselines", topology))
                .isZero();
        assertThat(terminal.out()).contains("robust z-score", "half-space trees", "random");

        assertThat(terminal.execute(
                        "backtest", "--from", file, "--warmup", "0", "--baselines", "pca,robust-z", topology))
                .isZero();
        assertThat(terminal.execute("backtest", topology, "--from", file, "--warmup", "0", "--baselines=pca,guess"))
                .isEqualTo(2);
        assertThat(terminal.err().lines().toList())
                .containsExactly("baselines: guess (expected: robust-z, pca, isolation-forest, knn, random-cut-forest,"
                        + " half-space-trees, random)");
    }

    @Test
    void refusesWhatCannotBeReplayed() {
        assertThat(terminal.execute("backtest", topology)).isEqualTo(2);
        assertThat(terminal.execute("backtest", topology, "--from", file, "--topic", "readings"))
                .isEqualTo(2);
        assertThat(terminal.execute("backtest", topology, "--from", file, "--label", "load"))
                .isEqualTo(2);
        assertThat(terminal.execute("backtest", topology, "--from", file, "--threshold", "often"))
                .isEqualTo(2);
        assertThat(terminal.execute("backtest", topology, "--from", file, "--train-from", "2024-01-01"))
                .isEqualTo(2);
        assertThat(terminal.execute("backtest", topology, "--from", file, "--since", "2024-01-01"))
                .isEqualTo(2);
        assertThat(terminal.err().lines())
                .containsExactly(
                        "from, topic: neither (expected: one of them)",
                        "from, topic: both (expected: one of them)",
                        "label: /load (expected: a field that the topology does not read; leave it out there)",
                        "threshold: often (expected: a risk such as 0.001, or alerts such as 20/day)",
                        "train-to: missing (expected: a time, as another border is given)",
                        "since, until, offsets: given (expected: only with --topic)");
    }

    @Test
    void refusesTheWarmUpOfKeysWhereOneClosesTheWindowsOfAnother() throws IOException {
        Path windows = Files.writeString(folder.resolve("windows.yaml"), YAML + """
                unit: window
                windows:
                  host: {kind: tumbling, over: [PT1M], add: [count]}
                """);

        assertThat(terminal.execute("backtest", "" + windows, "--from", file, "--warmup-per-key", "10"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("warmup-per-key: 10 (expected: only with unit event: one key's time closes the windows of"
                        + " another)");
    }

    @Test
    void aRunThatFailsLeavesTheReportOfTheOneBefore() throws IOException {
        Path report = folder.resolve("report");
        String[] command = {"backtest", topology, "--from", file, "--warmup", "0", "--report", "" + report};
        assertThat(terminal.execute(command)).isZero();
        byte[] scores = Files.readAllBytes(report.resolve("scores.csv.gz"));

        command[3] = folder.resolve("typo.csv").toString();
        assertThat(terminal.execute(command)).isEqualTo(2);

        assertThat(report.resolve("scores.csv.gz")).hasBinaryContent(scores);
    }

    @Test
    void showsTheRiskThatABudgetOfAlertsCameTo() throws IOException {
        Path report = folder.resolve("report");

        assertThat(terminal.execute(
                        "backtest",
                        topology,
                        "--from",
                        file,
                        "--warmup",
                        "0",
                        "--threshold",
                        "28.8/day",
                        "--report",
                        "" + report))
                .isZero();

        assertThat(json(report).path("risk").asDouble()).isBetween(0.018, 0.022); // of a unit a minute
    }

    @Test
    void refusesAVerdictOfAFileThatSaysNoTime() throws IOException {
        Path verdicts = Files.writeString(folder.resolve("verdicts.jsonl"), "{\"id\":\"7\",\"verdict\":\"true\"}\n");

        assertThat(terminal.execute("backtest", topology, "--from", file, "--feedback", "" + verdicts))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith(verdicts + ":1: no verdict (expected: id, verdict, time and keys)");
    }

    private static JsonNode json(Path report) throws IOException {
        return new ObjectMapper().readTree(report.resolve("report.json").toFile());
    }
}
