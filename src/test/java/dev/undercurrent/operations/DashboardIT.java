package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.PrometheusServer;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.topology.WebConfig;
import dev.undercurrent.web.Pages;
import dev.undercurrent.web.WebServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a topology under load, with strange readings, unreadable ones and a corrupt model among them, lets a real
 * Prometheus scrape it, and asks what the dashboards and rules ask.
 */
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String RATE_INTERVAL = "20s";
    private static final String RANGE = "5m";
    private static final int ROUND = 40;

    @TempDir
    static Path folder;

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static Instant begin;
    private static Meters meters;
    private static TopologyRunner runner;
    private static ClusterClient client;
    private static PrometheusServer prometheus;
    private static int sent;

    @BeforeAll
    static void run() throws Exception {
        begin = Instant.now();
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));
        RunStatus status = new RunStatus();
        meters = open(Meters.ofProcess(Readings.NAME));
        WebServer web = open(
                WebServer.start(new WebConfig("127.0.0.1", 0), Pages.of(Readings.NAME, "readings-1", meters, status)));
        prometheus = open(PrometheusServer.start(folder.resolve("prometheus"), web.port(), Rules.FILE));
        EmbeddedBroker broker = open(EmbeddedBroker.start(folder.resolve("broker")));
        client = open(new ClusterClient(broker.bootstrapServers()));
        runner = open(new TopologyRunner(
                topology, client.properties(), "readings-1", folder.resolve("state"), meters, status));
        runner.start();
        prometheus.await("undercurrent_model_version == 0", PATIENCE); // without it the first model is not a swap
        client.send(List.of(new ProducerRecord<>(
                new TopicNames(Readings.NAME).models(), bytes("all/current"), new byte[] {0, 1, 2})));
    }

    @AfterAll
    static void stop() throws Exception {
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
    }

    @Test
    void everyExpressionOfEveryPanelReturnsData() throws Exception {
        List<Asked> all = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.shipped()) {
            for (JsonNode chart : dashboard.charts()) {
                for (String expression : Dashboard.expressions(chart)) {
                    all.add(new Asked(
                            dashboard.name() + ": " + chart.path("title").asText(),
                            Dashboard.filledIn(expression, RATE_INTERVAL, RANGE)));
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(100);
        assertThat(withoutData(all)).isEmpty();
        assertThat(runner.model()).isPresent();
    }

    @Test
    void everyMarkIsUnderstoodAndTheSwapOfAModelIsOne() throws Exception {
        List<Asked> swaps = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.shipped()) {
            for (JsonNode annotation : dashboard.annotations()) {
                String expression = Dashboard.filledIn(annotation.path("expr").asText(), RATE_INTERVAL, RANGE);
                assertThat(prometheus.since(begin, expression).isArray()).isTrue();
                if (annotation.path("name").asText().equals("Model swaps")) {
                    swaps.add(new Asked(dashboard.name(), expression, true));
                }
            }
        }
        assertThat(swaps).hasSameSizeAs(Dashboard.shipped());
        assertThat(withoutData(swaps)).isEmpty();
    }

    @Test
    void everyRecordingRuleRecords() throws Exception {
        List<Asked> records = Rules.records(Rules.read()).stream()
                .map(record -> record.path("record").asText())
                .map(name -> new Asked(name, name))
                .toList();
        assertThat(withoutData(records)).isEmpty();
    }

    @Test
    void everyRuleIsEvaluatedAndTheCorruptModelRaisesItsAlertAlone() throws Exception {
        String refused = "ALERTS{alertstate=\"firing\",alertname=\"UndercurrentModelsRefused\"}";
        assertThat(withoutData(List.of(new Asked("corrupt model", refused)))).isEmpty();

        List<JsonNode> rules = new ArrayList<>();
        prometheus.ruleGroups().forEach(group -> group.path("rules").forEach(rules::add));
        assertThat(rules)
                .hasSize(Rules.read().findValues("expr").size())
                .allSatisfy(rule -> assertThat(rule.path("health").asText()).isEqualTo("ok"));
        assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}"))
                .extracting(alert -> alert.at("/metric/alertname").asText())
                .containsExactly("UndercurrentModelsRefused");
    }

    @Test
    void metricsThatAreKnownAreExposed() throws Exception {
        List<Asked> known = KnownMetrics.exposed().stream()
                .map(name -> new Asked("metrics.txt", name, true))
                .toList();
        assertThat(withoutData(known)).isEmpty();
    }

    /**
     * An expression.
     *
     * @param where it stands
     * @param ever whether it may have had data at any time of the run, instead of now
     */
    private record Asked(String where, String expression, boolean ever) {
        Asked(String where, String expression) {
            this(where, expression, false);
        }

        boolean hasData() throws Exception {
            if (ever) {
                return !prometheus.since(begin, expression).isEmpty();
            }
            for (JsonNode series : prometheus.query(expression)) {
                if (!series.path("value").path(1).asText().equals("NaN")) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Keeps up the load until all have returned data, or patience is over. */
    private static List<Asked> withoutData(List<Asked> all) throws Exception {
        List<Asked> pending = new ArrayList<>(all);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pending.isEmpty() && System.nanoTime() < deadline) {
            load();
            List<Asked> empty = new ArrayList<>();
            for (Asked one : pending) {
                if (!one.hasData()) {
                    empty.add(one);
                }
            }
            pending = empty;
        }
        return pending;
    }

    private static void load() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(Readings.records(sent, sent + ROUND));
        sent += ROUND;
        byte[] host = bytes(Readings.host(sent));
        String strange = new String(Readings.records(sent, sent + 1).get(0).value(), StandardCharsets.UTF_8)
                .replaceFirst("\"load\":[^,]*", "\"load\":1000");
        records.add(new ProducerRecord<>(Readings.TOPIC, host, bytes(strange)));
        records.add(new ProducerRecord<>(Readings.TOPIC, host, bytes("unreadable")));
        client.send(records);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T extends AutoCloseable> T open(T opened) {
        OPEN.push(opened);
        return opened;
    }
}
