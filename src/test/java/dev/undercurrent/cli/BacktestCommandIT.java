package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.model.ModelChunks.ModelRecord;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.Replay;
import dev.undercurrent.replay.ReplayListener;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.TopicInput;
import dev.undercurrent.replay.TopicRange;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtests of a topic and by trained models, and the commands that put models into use, on one broker. */
class BacktestCommandIT {
    private static final int ROWS = 1200;
    private static final TopicNames NAMES = new TopicNames(Readings.NAME);

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static ClusterClient client;
    private static LoadedTopology loaded;
    private static ModelVersion trained;
    private static String topology = "";
    private static String file = "";

    private final Terminal terminal = new Terminal();

    @BeforeAll
    static void ingestAndTrain() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        client = new ClusterClient(broker.bootstrapServers());
        Path yaml = Readings.topology(folder);
        topology = yaml.toString();
        loaded = new TopologyLoader(folder, Map.of()).load(yaml);
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(NAMES, loaded.config().source());
        }
        List<String> lines = new ArrayList<>();
        Readings.records(0, ROWS).forEach(record -> lines.add(new String(record.value(), StandardCharsets.UTF_8)));
        file = Files.write(folder.resolve("readings.jsonl"), lines).toString();
        assertThat(new Terminal().execute("ingest", topology, "--from", file, "-b", broker.bootstrapServers()))
                .isZero();
        trained = train();
    }

    private static ModelVersion train() throws Exception {
        ReplayListener nothing = (record, vector, label, counted) -> {};
        ReplaySettings settings = ReplaySettings.of(Protocol.ofRows(ROWS / 2), System.currentTimeMillis());
        TopicRange all = new TopicRange(Readings.TOPIC, Long.MIN_VALUE, Long.MAX_VALUE, Map.of());
        try (SourceInput input = TopicInput.open(client.properties(), all);
                Replay replay = new Replay(loaded, settings, Truth.NONE, nothing)) {
            while (input.hasNext()) {
                replay.accept(input.next());
            }
            replay.finish();
            return replay.model().orElseThrow();
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        broker.close();
    }

    @BeforeEach
    void publishTwoVersions() throws Exception {
        send(ModelChunks.publish(numbered(1, 0)));
        send(ModelChunks.publish(numbered(2, 1)));
    }

    private static ModelVersion numbered(int version, int parent) {
        return new ModelVersion(
                version,
                parent,
                trained.topology(),
                trained.segment(),
                trained.createdAt(),
                trained.seed(),
                trained.config(),
                trained.schema(),
                trained.encoding(),
                trained.members(),
                trained.units(),
                trained.tails(),
                trained.calibration(),
                trained.smoothing(),
                trained.unitsPerDay(),
                trained.training(),
                trained.metrics());
    }

    private static void send(List<ModelRecord> models) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ModelRecord model : models) {
            byte[] key = model.key().getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(NAMES.models(), key, model.value()));
        }
        client.send(records);
    }

    @Test
    void givesATopicAndAFileOfTheSameEventsTheSameHash() throws Exception {
        JsonNode ofTopic = report(backtest("--topic", Readings.TOPIC, "--warmup", "600", "--json"));
        JsonNode ofFile = report(backtest("--from", file, "--warmup", "600", "--json"));

        assertThat(ofTopic.path("scored").asInt()).isEqualTo(ROWS - 600);
        assertThat(ofTopic.path("models").size()).isEqualTo(1);
        assertThat(ofTopic.path("scoreSha256")).isEqualTo(ofFile.path("scoreSha256"));
    }

    @Test
    void replaysARangeOfTimeByTheModelInTheTopic() throws Exception {
        long from = 1_700_000_000_000L + 100 * 100L;
        JsonNode report = report(backtest(
                "--topic",
                Readings.TOPIC,
                "--since",
                "" + from,
                "--until",
                "" + (from + 50_000),
                "--model",
                "2",
                "--warmup",
                "0",
                "--json"));

        assertThat(report.path("topology").asText()).isEqualTo("readings model 2");
        assertThat(report.path("rows").asInt()).isEqualTo(500);
        assertThat(report.path("scored").asInt()).isEqualTo(500);
    }

    @Test
    void aGivenModelStaysUnlessItIsToBeRetrained() throws Exception {
        String[] given = {"--topic", Readings.TOPIC, "--model", "2", "--warmup", "0", "--json"};
        String[] retrained =
                Stream.concat(Stream.of(given), Stream.of("--retrain")).toArray(String[]::new);

        assertThat(report(backtest(given)).path("models")).isEmpty();
        assertThat(report(backtest(retrained)).path("models")).isNotEmpty();
    }

    @Test
    void judgesByTheVerdictsOfTheFeedbackTopic() throws Exception {
        List<ProducerRecord<byte[], byte[]>> verdicts = new ArrayList<>();
        for (int number : List.of(700, 800, 900)) {
            String answer = "{\"id\":\"r-" + number + "\",\"verdict\":\"" + (number == 900 ? "false" : "true")
                    + "\",\"time\":1700000200000,\"keys\":{\"host\":\"host-0\"}}";
            byte[] id = ("r-" + number).getBytes(StandardCharsets.UTF_8);
            verdicts.add(new ProducerRecord<>(NAMES.feedback(), id, answer.getBytes(StandardCharsets.UTF_8)));
        }
        client.send(verdicts);

        JsonNode report = report(
                backtest("--topic", Readings.TOPIC, "--feedback-topic", "--model", "1", "--warmup", "600", "--json"));

        assertThat(report.path("positives").asInt()).isEqualTo(2);
        assertThat(report.path("unlabelled").asInt()).isEqualTo(ROWS - 600 - 3);
    }

    @Test
    void putsAModelAnExportOrANetworkBesideTheRun() throws Exception {
        Path export = folder.resolve("export");
        assertThat(terminal.execute(
                        "models", "export", topology, "--version", "1", "--out", "" + export, "-b", servers()))
                .isZero();
        Path network = Files.createDirectories(folder.resolve("models/wide"));
        Files.writeString(
                network.resolve("model.yaml"),
                "{steps: 20, warmup: 5, widths: [16], latent: 2, histories: [1], bags: 1}");

        String[] common = {"--from", file, "--warmup", "600", "--against"};
        assertThat(backtest(common, "2")).contains("only by readings ", "only by readings model 2 ");
        assertThat(backtest(common, "" + export)).contains("only by readings model 1 ");
        assertThat(backtest(common, "" + network)).contains("only by readings by wide ");
    }

    @Test
    void refusesAModelThatIsNotThereOrOfOtherFeatures() throws Exception {
        assertThat(terminal.execute("backtest", topology, "--from", file, "--model", "7", "-b", servers()))
                .isEqualTo(2);
        Path other = folder.resolve("topologies/other.yaml");
        Files.writeString(other, Files.readString(Path.of(topology)).replace("  busy: {type: flag}\n", ""));
        Path export = folder.resolve("foreign");
        assertThat(terminal.execute("models", "export", topology, "--out", "" + export, "-b", servers()))
                .isZero();
        assertThat(terminal.execute("backtest", "" + other, "--from", file, "--model", "" + export))
                .isEqualTo(2);

        assertThat(terminal.err().lines())
                .containsExactly(
                        "model: 7 (expected: a model of readings); version: 7 (expected: one that"
                                + " models list readings shows)",
                        "model: " + export + " (expected: a model of other); model 2: 4 features of another topology"
                                + " (expected: the features of other); name one that was trained on these");
    }

    @Test
    void saysWhenATopologyHasNeverRun() throws Exception {
        Path never = folder.resolve("topologies/never.yaml");
        Files.copy(Path.of(topology), never);

        assertThat(terminal.execute("models", "list", "" + never, "-b", servers()))
                .isZero();
        assertThat(terminal.execute("backtest", "" + never, "--from", file, "--model", "7", "-b", servers()))
                .isEqualTo(2);
        assertThat(terminal.execute("models", "promote", "" + never, "--version", "7", "-b", servers()))
                .isEqualTo(1);

        String missing = "topic: never.models is not there (expected: the models of never); run the topology first";
        assertThat(terminal.err().lines())
                .containsExactly("model: 7 (expected: a model of never); " + missing, missing);
    }

    @Test
    void goesBackToTheParentAndForthAgain() throws Exception {
        assertThat(terminal.execute("models", "rollback", topology, "-b", servers()))
                .isZero();
        assertThat(terminal.execute("models", "list", topology, "-b", servers()))
                .isZero();
        assertThat(terminal.execute("models", "rollback", topology, "-b", servers()))
                .isEqualTo(1);
        assertThat(terminal.execute("models", "promote", topology, "--version", "2", "-b", servers()))
                .isZero();

        assertThat(terminal.out())
                .contains("version 1 in use, after version 2", "1 *", "version 2 in use, after version 1");
        assertThat(terminal.err().lines())
                .containsExactly("models rollback: version 1 (expected: one whose parent is still in the topic);"
                        + " name one by models promote --version");
        try (ClusterClient.Reader lifecycle = client.reader(NAMES.lifecycle())) {
            List<String> said = new ArrayList<>();
            lifecycle
                    .await(Duration.ofSeconds(10), records -> records.size() >= 2)
                    .forEach(record -> said.add(new String(record.value(), StandardCharsets.UTF_8)));
            assertThat(said).hasSize(2);
            assertThat(said.get(0)).contains("\"rolled-back\"", "\"by command, after version 2\"");
            assertThat(said.get(1)).contains("\"promoted\"", "\"by command, after version 1\"");
        }
    }

    private static String servers() {
        return broker.bootstrapServers();
    }

    private String backtest(String[] common, String last) {
        List<String> arguments = new ArrayList<>(List.of(common));
        arguments.add(last);
        return backtest(arguments.toArray(String[]::new));
    }

    /** @return what the command printed */
    private String backtest(String... options) {
        List<String> arguments = new ArrayList<>(List.of("backtest", topology, "-b", servers()));
        arguments.addAll(List.of(options));
        Terminal ofItsOwn = new Terminal();
        assertThat(ofItsOwn.execute(arguments.toArray(String[]::new)))
                .as(ofItsOwn.err())
                .isZero();
        return ofItsOwn.out();
    }

    private static JsonNode report(String printed) throws Exception {
        return new ObjectMapper().readTree(printed);
    }
}
