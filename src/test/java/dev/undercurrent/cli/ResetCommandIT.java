package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.TestBroker;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that ought to be refused and is not would go on for ever. */
@Timeout(180)
class ResetCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicNames NAMES = new TopicNames(Readings.NAME);
    private static final String REMEDY = " (expected: trailing by source over [PT1M], count, by which the state of"
            + " readings was kept); put it back, give the topology another name, or begin anew with:"
            + " undercurrent reset readings";

    @TempDir
    Path folder;

    private final RecordReader reader = new RecordReader();
    private TestBroker broker;
    private ClusterClient client;
    private Path file;
    private String declared;
    private int sent;

    @BeforeEach
    void start() throws IOException {
        broker = TestBroker.start(folder.resolve("broker"));
        client = new ClusterClient(broker.bootstrapServers());
        file = Readings.topology(folder);
        declared = Files.readString(file) + "web: {port: 0}\n";
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void aTopologyWithOtherWindowsIsRefusedUntilItIsReset() throws Exception {
        declare("[count]");
        int version;
        try (TopologyRunner runner = run()) {
            version = sendUntilAModelScores();
            declare("[count, mean(load)]");
            Terminal terminal = new Terminal();
            assertThat(execute(terminal, "run", "--instance", "readings-2")).isEqualTo(1);
            assertThat(terminal.err().lines())
                    .containsExactly("windows.host: trailing by source over [PT1M], count, mean(load)" + REMEDY);
            send(10); // the running instance is not disturbed
            assertThat(scored(sent)).hasSize(sent);
            assertThat(runner.failure()).isEmpty();
        }
        createTopicsOfANeighbour();

        Terminal preview = new Terminal();
        assertThat(execute(preview, "reset", "--dry-run")).isZero();
        Terminal reset = new Terminal();
        assertThat(execute(reset, "reset")).isZero();

        List<String> deleted = reset.out().lines().toList();
        assertThat(deleted)
                .contains(
                        "deleted offsets of group readings",
                        "deleted topic readings-window-host-changelog",
                        "deleted topic readings-reservoir-changelog",
                        "deleted topic readings-samples-repartition",
                        "deleted folder " + states().resolve("readings-1").resolve("readings"),
                        "deleted layout in topic readings.models",
                        "the next start of readings reads raw-readings from earliest on and scores what it reads, once"
                                + " more where it was scored before; models and published topics stay");
        assertThat(preview.out().lines()).hasSameSizeAs(deleted).contains("would delete offsets of group readings");
        try (Cluster cluster = Cluster.of(client.properties())) {
            assertThat(cluster.has("readings-window-host-changelog")).isFalse();
            assertThat(cluster.has("readings-2-batch-changelog")).isTrue();
            assertThat(cluster.has("readings-2-window-host-changelog")).isTrue();
        }
        assertThat(states().resolve("other/readings-2")).isDirectory();

        expectEverythingScoredAnew(version);
    }

    @Test
    void aTopologyWithAnotherThresholdGoesOn() throws Exception {
        declare("[count]");
        try (TopologyRunner runner = run()) {
            send(20);
            assertThat(scored(sent)).hasSize(20);
            assertThat(runner.failure()).isEmpty();
        }
        Files.writeString(file, Files.readString(file) + "threshold: {risk: 0.02}\n");
        try (TopologyRunner runner = run()) {
            send(20);
            List<ScoreRecord> records = scored(sent);
            assertThat(records).hasSize(40);
            assertThat(records).allSatisfy(ResetCommandIT::countsItsMinute);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void aRunningTopologyIsNotReset() throws Exception {
        declare("[count]");
        try (TopologyRunner runner = run()) {
            send(20);
            assertThat(scored(sent)).hasSize(20);
            Terminal terminal = new Terminal();
            assertThat(execute(terminal, "reset")).isEqualTo(1);
            assertThat(terminal.err().lines())
                    .containsExactly("group readings: members after PT15S (expected: none); stop every instance and run"
                            + " it again");
            send(20);
            assertThat(scored(sent)).hasSize(40).allSatisfy(ResetCommandIT::countsItsMinute);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void aTopologyWhoseResetWasCutOffIsRefusedUntilItIsResetAgain() throws Exception {
        declare("[count]");
        try (TopologyRunner runner = run()) {
            send(20);
            assertThat(scored(sent)).hasSize(20);
            assertThat(runner.failure()).isEmpty();
        }
        Path mark = states().resolve("readings-1").resolve("readings.reset");
        Path obstacle = Files.createDirectories(mark.resolve("obstacle")); // keeps the stores from being deleted
        assertThat(execute(new Terminal(), "reset")).isEqualTo(1);
        Terminal terminal = new Terminal();

        assertThat(execute(terminal, "run", "--instance", "readings-2")).isEqualTo(1);
        assertThat(terminal.err().lines())
                .containsExactly("state: of a reset that has not ended (expected: of one that has); end it with:"
                        + " undercurrent reset readings");
        Files.delete(obstacle);
        assertThat(execute(new Terminal(), "reset")).isZero();
        try (TopologyRunner runner = run()) {
            assertThat(scored(40)).hasSize(40).allSatisfy(ResetCommandIT::countsItsMinute);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void nothingIsResetOfATopologyThatNeverRan() throws Exception {
        declare("[count]");
        Terminal terminal = new Terminal();
        assertThat(execute(terminal, "reset")).isZero();
        assertThat(terminal.out()).isEqualToIgnoringNewLines("nothing is kept of readings");
    }

    /** By a baseline, as the model in use reads other features, and then by a model trained on the new ones. */
    private void expectEverythingScoredAnew(int version) throws Exception {
        int before = sent;
        try (TopologyRunner runner = run()) {
            List<ScoreRecord> again = scored(2 * before).subList(before, 2 * before);
            assertThat(again).allSatisfy(record -> {
                countsItsMinute(record);
                assertThat(record.input().values()).containsKey("host.mean.load.PT1M");
                assertThat(record.score().modelVersion() == 0 || record.score().modelVersion() > version)
                        .isTrue();
            });
            assertThat(again.get(0).score().stage()).isEqualTo(Stage.BASELINE);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (runner.model().isEmpty() && System.nanoTime() < deadline) {
                send(10);
                scored(before + sent);
            }
            assertThat(runner.model()).get().extracting(ModelVersion::version).isEqualTo(version + 1);
        }
    }

    private static void countsItsMinute(ScoreRecord record) {
        assertThat(record.input().values())
                .containsEntry("host.count.PT1M", Value.of(Readings.inItsMinute(Readings.number(record.id()))));
    }

    private void createTopicsOfANeighbour() throws IOException {
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(List.of(
                    new Topic("readings-2-batch-changelog", 1, false, Map.of()),
                    new Topic("readings-2-window-host-changelog", 1, false, Map.of())));
        }
        Files.createDirectories(states().resolve("other/readings-2"));
    }

    private void declare(String aggregates) throws IOException {
        Files.writeString(file, declared.replace("[count]", aggregates));
    }

    private Path states() {
        return folder.resolve("data").resolve("state");
    }

    private int execute(Terminal terminal, String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, file.toString()));
        arguments.addAll(List.of("-b", broker.bootstrapServers()));
        arguments.addAll(List.of("--data", folder.resolve("data").toString()));
        arguments.addAll(List.of(options));
        return terminal.execute(arguments.toArray(String[]::new));
    }

    private TopologyRunner run() {
        TopologyRunner runner = new TopologyRunner(
                new TopologyLoader(folder, Map.of()).load(file),
                client.properties(),
                "readings-1",
                states().resolve("readings-1"),
                new Meters(Readings.NAME),
                new RunStatus());
        runner.start();
        return runner;
    }

    /** @return the version in use */
    private int sendUntilAModelScores() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int version = 0;
        send(250);
        while (version == 0 && System.nanoTime() < deadline) {
            send(10);
            List<ScoreRecord> records = scored(sent);
            version = records.get(records.size() - 1).score().modelVersion();
        }
        assertThat(version).isPositive();
        return version;
    }

    private void send(int count) throws Exception {
        client.send(Readings.records(sent, sent + count));
        sent += count;
    }

    /** What is in the topic of scores, once it is so many. */
    private List<ScoreRecord> scored(int count) {
        try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            return scores.await(PATIENCE, records -> records.size() >= count).stream()
                    .map(record -> reader.score(record.value()))
                    .toList();
        }
    }
}
