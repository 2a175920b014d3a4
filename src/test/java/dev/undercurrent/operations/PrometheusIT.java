package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Instance;
import dev.undercurrent.testing.Load;
import dev.undercurrent.testing.PrometheusServer;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a running topology under load; what it then knows must be what happened. */
class PrometheusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int BAD = 5;
    private static final double MOST_SERIES = 1000;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // the test's first act
    private PrometheusServer prometheus;

    @Test
    void knowsOfARunWhatHappenedInIt() throws Exception {
        var topology = new TopologyLoader(folder, Map.of()).load(Readings.repartitioned(folder));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers());
                Instance instance =
                        new Instance(topology, client.properties(), "readings-1", folder.resolve("state"), 0);
                PrometheusServer scraping =
                        PrometheusServer.start(folder.resolve("prometheus"), instance.port(), Rules.FILE)) {
            prometheus = scraping;
            await("max(up{job=\"undercurrent\"}) == 1"); // before the streams have begun
            instance.start();
            int sent = underLoad(client);
            await("sum(undercurrent_events_scored_total) == " + sent);
            whatWasScored(sent);
            whichModel(instance);
            whatTheProcessHolds();
        }
    }

    /** Sends good and bad readings until a model scores, and looks at what only a load shows. */
    private int underLoad(ClusterClient client) throws Exception {
        client.send(Stream.generate(() -> bad("{\"host\":")).limit(BAD).toList());
        try (Load load = Load.start(client, 0)) {
            await("sum(undercurrent_events_scored_total{stage=\"model\"}) > 0");
            await("sum(rate(undercurrent_events_scored_total[20s])) > 10");
            await("count(kafka_consumer_fetch_manager_records_lag{topic=\"" + Readings.TOPIC + "\"}) == 2");
            await("topology:undercurrent_events_scored:rate5m > 0");
            await("undercurrent_commit_interval_seconds < 0.2"); // with time to spare, and a stage that waits
            assertThat(load.failure()).isEmpty();
            assertThat(value("undercurrent_ready")).isEqualTo(1);
            assertThat(value("kafka_stream_client_state{client_id=\"readings-1\"}"))
                    .isEqualTo(2);
            load.stop();
            return load.sent();
        }
    }

    private void whatWasScored(int sent) throws Exception {
        assertThat(value("sum(undercurrent_dead_letters_total{reason=\"invalid-json\"})"))
                .isEqualTo(BAD);
        assertThat(value("sum(undercurrent_dead_letters_total)")).isEqualTo(BAD);
        for (String histogram : List.of("event_lag_seconds", "tail_probability")) {
            assertThat(value("sum(undercurrent_" + histogram + "_count)"))
                    .as(histogram)
                    .isEqualTo(sent);
        }
        assertThat(value("sum(undercurrent_batch_size_sum)"))
                .isBetween((double) sent, 1.05 * sent); // what was scored ahead of a swap is scored again
        assertThat(value("undercurrent_tail_probability_bucket{le=\"1.0\"}")).isEqualTo(sent);
        assertThat(value("undercurrent_tail_probability_bucket{le=\"0.5\"} / ignoring(le)"
                        + " undercurrent_tail_probability_bucket{le=\"1.0\"}"))
                .isBetween(0.2, 0.8); // Micrometer's own histogram would say 0
        assertThat(value("sum(undercurrent_surprise_nats_sum{part=\"total\"})"))
                .isCloseTo(
                        value("sum(undercurrent_surprise_nats_sum{part=~\"reconstruction|kl\"})"),
                        org.assertj.core.data.Percentage.withPercentage(1));
        assertThat(value("histogram_quantile(0.5, sum by (le) (undercurrent_scoring_seconds_bucket))"))
                .isBetween(1e-5, 1.0);
        assertThat(value("sum(undercurrent_feature_surprise_nats_total{feature=\"load\"})"))
                .isPositive();
        assertThat(value("undercurrent_pending_units")).isZero();
        assertThat(value("undercurrent_threshold_risk")).isEqualTo(0.001);
    }

    private void whichModel(Instance instance) throws Exception {
        await("undercurrent_model_version == " + instance.status().modelVersion());
        assertThat(value("sum(undercurrent_training_rounds_total{outcome=\"promoted\"})"))
                .isEqualTo(value("undercurrent_model_swaps_total"))
                .isPositive();
        assertThat(value("undercurrent_model_loaded_timestamp_seconds - undercurrent_model_trained_timestamp_seconds"))
                .isBetween(0.0, 300.0);
        assertThat(value("time() - undercurrent_model_trained_timestamp_seconds"))
                .isBetween(0.0, 300.0);
        assertThat(value("undercurrent_model_latent_units")).isEqualTo(2);
        assertThat(value("undercurrent_model_active_latent_units")).isBetween(0.0, 2.0);
        assertThat(value("undercurrent_model_holdout_elbo_nats")).isFinite();
        assertThat(value("undercurrent_training_candidate_elbo_nats")).isFinite();
        assertThat(value("undercurrent_training_samples")).isBetween(100.0, 2000.0);
        assertThat(value("undercurrent_training_seconds")).isBetween(0.0, 120.0);
        assertThat(value("undercurrent_training_interval_seconds")).isEqualTo(21_600);
        assertThat(value("undercurrent_reservoir_units")).isBetween(100.0, 2000.0);
        assertThat(value("undercurrent_drift")).isBetween(0.0, 0.5);
    }

    private void whatTheProcessHolds() throws Exception {
        assertThat(value("process_resident_memory_bytes")).isGreaterThan(100e6);
        assertThat(value("undercurrent_native_memory_bytes"))
                .isPositive()
                .isLessThan(value("process_resident_memory_bytes"));
        assertThat(value("undercurrent_state_folder_bytes")).isPositive();
        assertThat(value("count({__name__=~\"kafka_.+\"})")).isBetween(50.0, 600.0);
        System.out.println("series of one instance: " + value("max(scrape_samples_scraped)") + ", of them Kafka's: "
                + value("count({__name__=~\"kafka_.+\"})") + ", ours: "
                + value("count({__name__=~\"undercurrent_.+\"})") + ", native memory: "
                + value("undercurrent_native_memory_bytes") + ", resident: "
                + value("process_resident_memory_bytes"));
        assertThat(value("max(scrape_samples_scraped)")).isLessThan(MOST_SERIES);
        assertThat(prometheus.query("{__name__=~\"(undercurrent|kafka|jvm|process)_.+\", topology!=\"readings\"}"))
                .isEmpty();
        assertThat(rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText())
                        .isEqualTo("ok"));
    }

    private List<JsonNode> rules() throws Exception {
        List<JsonNode> rules = new ArrayList<>();
        prometheus.ruleGroups().forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static ProducerRecord<byte[], byte[]> bad(String json) {
        return new ProducerRecord<>(Readings.TOPIC, json.getBytes(StandardCharsets.UTF_8));
    }

    private double value(String expression) throws Exception {
        return prometheus.value(expression);
    }

    private void await(String expression) throws Exception {
        prometheus.await(expression, PATIENCE);
    }
}
