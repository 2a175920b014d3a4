package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.RecordWriter;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.Replay;
import dev.undercurrent.replay.ReplayListener;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.SourceRecord;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.score.Stage;
import dev.undercurrent.simulation.CardPayments;
import dev.undercurrent.simulation.CardPaymentsConfig;
import dev.undercurrent.simulation.LabelledPayment;
import dev.undercurrent.simulation.Payment;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.source.VerdictJson;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.vae.ModelConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds a replay against what the topology itself writes for the same events. */
class ReplayTopologyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final double NATS = 1e-4;
    private static final int PAYMENTS = 1200;
    private static final String REQUESTS = """
            source: {topic: requests, key: /service, time: /timestamp, grace: PT2S}
            unit: window
            features:
              latency: {score: false}
              hour: {type: cycle, period: PT24H}
            windows:
              minute: {kind: tumbling, over: [PT1M], add: [count, mean(latency), max(latency), gap]}
            history: 3
            """;

    @TempDir
    Path folder;

    @Test
    void scoresPaymentsAsTheTopologyDoes() {
        LoadedTopology topology = new LoadedTopology(
                "card-fraud",
                new TopologyLoader(Path.of(""), Map.of())
                        .load(Path.of("card-fraud"))
                        .config(),
                tiny());
        List<SourceRecord> records = payments();
        List<Verdict> verdicts = verdicts();
        ReplaySettings warmup = ReplaySettings.of(Protocol.ofRows(600), NOW.toEpochMilli());
        ModelVersion model = new Run(topology, warmup, records).model.orElseThrow();
        ReplaySettings settings = ReplaySettings.of(Protocol.ofRows(0), NOW.toEpochMilli())
                .confirming(Optional.empty(), verdicts)
                .scoringBy(model);

        List<ScoreRecord> replayed = new Run(topology, settings, records).records;
        List<ScoreRecord> live = live(topology, Optional.of(model), records, verdicts);

        assertThat(live).hasSize(PAYMENTS).allMatch(record -> record.score().stage() == Stage.MODEL);
        assertThat(live.stream().map(record -> record.input().values().get("terminal.confirmed.P7D")))
                .as("verdicts that reached a window")
                .anyMatch(value -> !value.toString().contains("0.0"));
        assertEqual(replayed, live);
    }

    @Test
    void scoresByTheBaselineAsTheTopologyDoes() {
        LoadedTopology topology = new TopologyLoader(Path.of(""), Map.of()).load(Path.of("card-fraud"));
        List<SourceRecord> records = payments();

        assertEqual(
                new Run(topology, ReplaySettings.of(Protocol.ofRows(0), NOW.toEpochMilli()), records).records,
                live(topology, Optional.empty(), records, List.of()));
    }

    @Test
    void closesWindowsAsTheTopologyDoes() {
        LoadedTopology topology = new TopologyLoader(Path.of(""), Map.of()).parse("requests", REQUESTS);
        List<SourceRecord> records = new ArrayList<>();
        long start = Instant.parse("2025-03-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 2000; i++) {
            long time = start + i * 1700L - (i % 11 == 0 ? 4_000 : 0) - (i % 97 == 0 ? 200_000 : 0);
            records.add(record(
                    i,
                    time,
                    "s" + i % 3,
                    "{\"service\":\"s" + i % 3 + "\",\"timestamp\":" + time + ",\"latency\":" + (i * 37 % 101) + "}"));
        }
        Run replayed = new Run(topology, ReplaySettings.of(Protocol.ofRows(0), NOW.toEpochMilli()), records);

        assertThat(replayed.late).isPositive();
        assertThat(replayed.records).hasSizeGreaterThan(150);
        assertEqual(replayed.records, live(topology, Optional.empty(), records, List.of()));
    }

    private static ModelConfig tiny() {
        return new ModelConfig(List.of(8), 3, 4, 7, 1, 10, 0.002, 60, 32, 0, List.of(1), 2, 128, true, 0.05);
    }

    private static List<SourceRecord> payments() {
        CardPayments payments =
                new CardPayments(new CardPaymentsConfig(60, 50, Instant.parse("2025-01-06T00:00:00Z"), 0.1, 3));
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            Payment payment = payments.next().payment();
            records.add(record(i, payment.timestamp(), payment.customer(), payment.json()));
        }
        return records;
    }

    /** What an analyst says of the frauds, two hours later. */
    private static List<Verdict> verdicts() {
        CardPayments payments =
                new CardPayments(new CardPaymentsConfig(60, 50, Instant.parse("2025-01-06T00:00:00Z"), 0.1, 3));
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            LabelledPayment labelled = payments.next();
            if (labelled.pattern().isFraud()) {
                verdicts.add(new Verdict(
                        labelled.payment().id(),
                        Verdict.Answer.TRUE,
                        labelled.payment().timestamp() + Duration.ofHours(2).toMillis(),
                        Map.of("terminal", labelled.payment().terminal())));
            }
        }
        return verdicts;
    }

    private static SourceRecord record(int offset, long time, String key, String json) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        return new SourceRecord(new Origin("source", 0, offset, key.getBytes(StandardCharsets.UTF_8), value), time);
    }

    /** The records of a replay. */
    private static final class Run implements ReplayListener {
        private final List<ScoreRecord> records = new ArrayList<>();
        private final Optional<ModelVersion> model;
        private final long late;

        Run(LoadedTopology topology, ReplaySettings settings, List<SourceRecord> input) {
            try (Replay replay = new Replay(topology, settings, Truth.NONE, this)) {
                input.forEach(replay::accept);
                replay.finish();
                model = replay.model();
                late = replay.rejected().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
            }
        }

        @Override
        public void scored(ScoreRecord record, FeatureVector vector, int label, boolean counted) {
            records.add(record);
        }
    }

    /** What the topology writes, with batches of other sizes than a replay's. */
    private List<ScoreRecord> live(
            LoadedTopology topology, Optional<ModelVersion> model, List<SourceRecord> records, List<Verdict> verdicts) {
        Properties properties =
                StreamsProperties.of(topology.name(), "test", topology.config().runtime(), folder, Map.of());
        properties.put("bootstrap.servers", "none:9092");
        try (ScorerSlot slot = new ScorerSlot()) {
            model.ifPresent(version -> slot.swap(List.of(version.scorer(5))));
            AnomalyTopology stages = new AnomalyTopology(
                    topology,
                    1,
                    slot,
                    (sample, version, shifted, time) -> new RoundResult(0, List.of()),
                    new Meters(topology.name()));
            try (TopologyTestDriver driver = new TopologyTestDriver(stages.build(properties), properties, NOW)) {
                pipe(driver, topology, records, verdicts);
                TopicNames names = new TopicNames(topology.name());
                RecordReader reader = new RecordReader();
                return driver
                        .createOutputTopic(names.scores(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readValuesToList()
                        .stream()
                        .map(reader::score)
                        .toList();
            }
        }
    }

    private static void pipe(
            TopologyTestDriver driver, LoadedTopology topology, List<SourceRecord> records, List<Verdict> verdicts) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        TestInputTopic<byte[], byte[]> source =
                driver.createInputTopic(topology.config().source().topic(), bytes, bytes);
        int said = 0;
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            for (; said < verdicts.size() && verdicts.get(said).time() <= record.timestamp(); said++) {
                Verdict verdict = verdicts.get(said);
                driver.createInputTopic(new TopicNames(topology.name()).feedback(), bytes, bytes)
                        .pipeInput(new TestRecord<>(
                                verdict.id().getBytes(StandardCharsets.UTF_8),
                                VerdictJson.write(verdict),
                                Instant.ofEpochMilli(verdict.time())));
            }
            source.pipeInput(new TestRecord<>(
                    record.origin().key(), record.origin().value(), Instant.ofEpochMilli(record.timestamp())));
            if (i % 7 == 0) {
                driver.advanceWallClockTime(Duration.ofMillis(10));
            }
        }
        driver.advanceWallClockTime(Duration.ofMinutes(10)); // past the end and the grace of any window
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    private static void assertEqual(List<ScoreRecord> replayed, List<ScoreRecord> live) {
        assertThat(replayed.stream().map(ScoreRecord::time))
                .isEqualTo(live.stream().map(ScoreRecord::time).toList());
        RecordWriter writer = new RecordWriter();
        RecordReader reader = new RecordReader();
        for (int i = 0; i < live.size(); i++) {
            ScoreRecord one = reader.score(writer.write(replayed.get(i)));
            ScoreRecord other = live.get(i);
            assertThat(one.key()).isEqualTo(other.key());
            assertThat(one.late()).isEqualTo(other.late());
            assertThat(one.verdict()).isEqualTo(other.verdict());
            assertThat(one.input()).isEqualTo(other.input());
            assertEqual(one.score(), other.score());
        }
    }

    private static void assertEqual(Score one, Score other) {
        assertThat(one.stage()).isEqualTo(other.stage());
        assertThat(one.modelVersion()).isEqualTo(other.modelVersion());
        assertThat(one.score()).isCloseTo(other.score(), within(NATS));
        assertThat(one.surprise()).isCloseTo(other.surprise(), within(NATS));
        assertThat(one.reconstruction()).isCloseTo(other.reconstruction(), within(NATS));
        assertThat(one.kl()).isCloseTo(other.kl(), within(NATS));
        assertThat(one.otherReasons()).isCloseTo(other.otherReasons(), within(NATS));
        // it has a step at the score of each of the 120 holdout units, and three digits
        assertThat(one.tailProbability())
                .isCloseTo(other.tailProbability(), within(1.0 / 120 + 0.01 * other.tailProbability()));
        assertThat(one.reasons().stream().map(Reason::feature))
                .containsExactlyElementsOf(
                        other.reasons().stream().map(Reason::feature).toList());
        for (int i = 0; i < one.reasons().size(); i++) {
            assertThat(one.reasons().get(i).surprise())
                    .isCloseTo(other.reasons().get(i).surprise(), within(NATS));
        }
        assertEqual(one.latent(), other.latent());
    }

    private static void assertEqual(Latent one, Latent other) {
        assertThat(one.size()).isEqualTo(other.size());
        for (int k = 0; k < one.size(); k++) {
            assertThat((double) one.mean(k)).isCloseTo(other.mean(k), within(NATS));
            assertThat((double) one.std(k)).isCloseTo(other.std(k), within(NATS));
        }
    }
}
