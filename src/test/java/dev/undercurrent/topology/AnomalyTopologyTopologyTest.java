package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.model.ModelUpdate;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.model.Models;
import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.training.Announcement;
import dev.undercurrent.training.Announcement.Destination;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.training.Rounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnomalyTopologyTopologyTest {
    private static final Duration LINGER = Duration.ofMillis(5);
    private static final String PAYMENTS = """
            source: {topic: in, key: /card, keyed: true, time: /time, id: /id}
            features: {amount: {}}
            """;

    @TempDir
    Path folder;

    @Test
    void anEventLeavesUnderItsKeyWithItsIdTimestampAndHeaders() {
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS)) {
            pipeline.slot.swap(List.of(new StandInScorer(3, 0.2)));
            pipeline.pay("p-1", "card-1", 250, 12.5);
            pipeline.advance(LINGER);

            TestRecord<String, ScoreRecord> record = pipeline.scores.readRecord();
            assertThat(record.key()).isEqualTo("card-1");
            assertThat(record.timestamp()).isEqualTo(Pipeline.START + 250);
            assertThat(record.headers().lastHeader("trace").value()).containsExactly(7);
            assertThat(record.value().id()).isEqualTo("p-1");
            assertThat(record.value().key()).isEqualTo("card-1");
            assertThat(record.value().time()).isEqualTo(Pipeline.START + 250);
            assertThat(record.value().score().modelVersion()).isEqualTo(3);
            assertThat(record.value().input().values()).containsEntry("amount", Value.of(12.5));
            assertThat(pipeline.anomalies.isEmpty()).isTrue();
        }
    }

    @Test
    void neitherWhatComesAloneNorAFullBatchWaits() {
        StandInScorer scorer = new StandInScorer(1, 0.2);
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS + "batch: {size: 3, linger: PT1S}")) {
            pipeline.slot.swap(List.of(scorer));
            pipeline.pay("first", "a", 0, 1); // of a start, which may have a backlog
            assertThat(pipeline.scores.isEmpty()).isTrue();
            pipeline.advance(Duration.ofSeconds(1));
            assertThat(ids(pipeline)).containsExactly("first");

            for (int number = 1; number <= 9; number++) {
                pipeline.pay("p-" + number, "a", number, 1);
            }
            assertThat(ids(pipeline)).containsExactly("p-1", "p-2", "p-3", "p-4", "p-5", "p-6", "p-7");
            assertThat(scorer.batches()).containsExactly(1, 1, 3, 3);
        }
    }

    @Test
    void flaggedUnitsGoToTheAnomaliesToo() {
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS)) {
            pipeline.slot.swap(List.of(new StandInScorer(1, 1e-4)));
            pipeline.pay("p-1", "a", 0, 1);
            pipeline.advance(LINGER);

            ScoreRecord flagged = pipeline.anomalies.readValue();
            assertThat(flagged).isEqualTo(pipeline.scores.readValue());
            assertThat(flagged.verdict().anomaly()).isTrue();
        }
    }

    @Test
    void theBaselineScoresUntilThereIsAModel() {
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS)) {
            pipeline.pay("p-1", "a", 0, 1);
            pipeline.advance(LINGER);
            pipeline.slot.swap(List.of(new StandInScorer(1, 0.2)));
            pipeline.pay("p-2", "a", 1, 1);
            pipeline.advance(LINGER);

            assertThat(pipeline.scores.readValuesToList())
                    .extracting(record -> record.score().stage())
                    .containsExactly(Stage.BASELINE, Stage.MODEL);
        }
    }

    @Test
    void aSwapTakesEffectBetweenBatchesAndFreesTheOldVersion() {
        StandInScorer old = new StandInScorer(1, 0.2);
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS + "batch: {size: 2, linger: PT1S}")) {
            pipeline.slot.swap(List.of(old));
            pipeline.pay("p-1", "a", 1, 1);
            pipeline.pay("p-2", "a", 2, 1);
            pipeline.pay("p-3", "a", 3, 1);
            pipeline.slot.swap(List.of(new StandInScorer(2, 0.2)));
            pipeline.pay("p-4", "a", 4, 1);

            assertThat(pipeline.scores.readValuesToList())
                    .extracting(record -> record.id() + " " + record.score().modelVersion())
                    .containsExactly("p-1 1", "p-2 1", "p-3 2", "p-4 2");
            assertThat(old.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "invalid-json   | {\"card\":\"a\",",
                "invalid-json   | [1]",
                "invalid-json   | {\"card\":\"a\",\"time\":1700000000000,\"amount\":NaN}",
                "wrong-type     | {\"card\":\"a\",\"time\":1700000000000,\"amount\":{}}",
                "not-finite     | {\"card\":\"a\",\"time\":1700000000000,\"amount\":1e308}",
                "missing-key    | {\"time\":1700000000000,\"amount\":1}",
                "missing-time   | {\"card\":\"a\",\"amount\":1}",
                "time-out-of-range | {\"card\":\"a\",\"time\":1900000000000,\"amount\":1}"
            })
    void whatCannotBeScoredIsADeadLetter(String reason, String value) {
        expectDeadLetter(reason, value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingAtAllIsADeadLetter() {
        expectDeadLetter("empty", null);
        expectDeadLetter("empty", new byte[0]);
    }

    @Test
    void deepNestingIsADeadLetter() {
        String deep = "{\"amount\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        expectDeadLetter("invalid-json", deep.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anOversizedValueIsADeadLetter() {
        expectDeadLetter("too-large", new byte[(1 << 20) + 1]);
    }

    @Test
    void bytesThatAreNoTextAreADeadLetter() {
        expectDeadLetter("invalid-json", new byte[] {(byte) 0xff, 0, (byte) 0xfe, '{', '}'});
    }

    private void expectDeadLetter(String reason, byte @Nullable [] value) {
        byte[] key = {0, 1, (byte) 0xff};
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS)) {
            pipeline.pay("before", "a", 0, 1);
            pipeline.send(key, value);
            pipeline.pay("after", "a", 1, 1);
            pipeline.advance(LINGER);

            assertThat(ids(pipeline)).containsExactly("before", "after");
            TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
            assertThat(pipeline.deadLetters.isEmpty()).isTrue();
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.timestamp()).isEqualTo(Pipeline.START);
            assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
            assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo(reason);
            assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo("in");
            assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
            assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
            assertThat(text(letter, DeadLetterHeaders.DETAIL)).isNotEmpty();
            assertThat(pipeline.counted(reason)).isEqualTo(1);
        }
    }

    /** A broker may refuse what is ahead of its clock. */
    @Test
    void aDeadLetterIsNotAheadOfTheClock() {
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS)) {
            pipeline.send(null, new byte[0], Pipeline.START + 86_400_000);

            assertThat(pipeline.deadLetters.readRecord().timestamp()).isEqualTo(Pipeline.START);
        }
    }

    @Test
    void aVerdictCountsFromItsOwnTimeOn() {
        String yaml = PAYMENTS + "windows: {card: {over: [P1D], add: [count, confirmed]}}";
        try (Pipeline pipeline = new Pipeline(folder, yaml)) {
            pipeline.pay("p-1", "a", 1_000, 1);
            pipeline.feedback.pipeInput(verdict("p-1", "true", 5_000, "{\"card\":\"a\"}"));
            pipeline.pay("p-2", "a", 4_999, 1);
            pipeline.pay("p-3", "b", 6_000, 1);
            pipeline.pay("p-4", "a", 6_000, 1);
            pipeline.feedback.pipeInput(verdict("p-1", "false", 7_000, "{\"card\":\"a\"}"));
            pipeline.pay("p-5", "a", 8_000, 1);
            pipeline.advance(LINGER);

            assertThat(pipeline.scores.readValuesToList())
                    .extracting(record ->
                            record.id() + " " + record.input().values().get("card.confirmed.P1D"))
                    .containsExactlyInAnyOrder(
                            "p-1 " + Value.of(0),
                            "p-2 " + Value.of(0),
                            "p-3 " + Value.of(0),
                            "p-4 " + Value.of(0.3333333333),
                            "p-5 " + Value.of(0));
        }
    }

    @Test
    void aVerdictThatDoesNotSayWhoseWindowItBelongsToIsADeadLetter() {
        String yaml = PAYMENTS + "windows: {card: {over: [P1D], add: [count, confirmed]}}";
        try (Pipeline pipeline = new Pipeline(folder, yaml)) {
            TestRecord<byte[], byte[]> verdict = verdict("p-1", "true", 5_000, "{}");
            pipeline.feedback.pipeInput(verdict);

            TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
            assertThat(letter.value()).isEqualTo(verdict.value());
            assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo("payments.feedback");
            assertThat(text(letter, DeadLetterHeaders.DETAIL)).isEqualTo("keys.card: absent (expected: a key)");
        }
    }

    @Test
    void aTrainedVersionReachesTheModelsTopicInChunks() throws Exception {
        ModelVersion trained = Models.of(1, 300_000);
        Rounds rounds = Pipeline.rounds((version, sample) -> {
            List<Announcement> announcements = new ArrayList<>();
            announcements.add(new Announcement(Destination.LIFECYCLE, "all", new byte[] {1}));
            ModelChunks.publish(trained)
                    .forEach(record ->
                            announcements.add(new Announcement(Destination.MODELS, record.key(), record.value())));
            announcements.add(new Announcement(Destination.MODELS, "all/9/manifest", null));
            return announcements;
        });
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS + "training: {first-after: 20}", rounds)) {
            payUntilTrained(pipeline);

            assertThat(pipeline.lifecycle.readRecord())
                    .satisfies(record -> assertThat(record.key()).isEqualTo("all"))
                    .satisfies(record -> assertThat(record.value()).containsExactly(1));
            List<TestRecord<String, byte[]>> records = pipeline.models.readRecordsToList();
            assertThat(records)
                    .extracting(TestRecord::key)
                    .containsExactly(
                            "all/1/0", "all/1/1", "all/1/2", "all/1/manifest", "all/current", "all/9/manifest");
            assertThat(records.get(5).value()).isNull();
            ModelAssembler assembler = new ModelAssembler();
            records.subList(0, 4).forEach(record -> assembler.accept(record.key(), record.value()));
            ModelUpdate update = assembler.accept("all/current", records.get(4).value());
            assertThat(update).isInstanceOf(ModelUpdate.Current.class);
            assertThat(((ModelUpdate.Current) update).version())
                    .usingRecursiveComparison()
                    .isEqualTo(trained);
        }
    }

    @Test
    void aRoundThatFailsLeavesTheStreamGoing() {
        AtomicInteger attempts = new AtomicInteger();
        Rounds rounds = (sample, lastVersion, shifted, wallClockTime) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("out of luck");
            }
            return new RoundResult(1, List.of(new Announcement(Destination.LIFECYCLE, "all", new byte[] {2})));
        };
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS + "training: {first-after: 20, sample: 1000}", rounds)) {
            payUntilTrained(pipeline);

            assertThat(attempts).hasValue(2);
            assertThat(pipeline.lifecycle.readValue()).containsExactly(2);
            assertThat(ids(pipeline)).hasSizeGreaterThanOrEqualTo(40);
        }
    }

    /** The round runs on a thread of its own, so virtual time is moved on until it has left something. */
    private static void payUntilTrained(Pipeline pipeline) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (int number = 0; pipeline.lifecycle.isEmpty() && System.nanoTime() < deadline; number++) {
            pipeline.pay("p-" + number, "a", number, number % 7);
            pipeline.advance(Duration.ofMillis(200));
            Thread.onSpinWait();
        }
    }

    @Test
    void alertsADayBecomeARiskOnceTheRateIsKnown() {
        String yaml = PAYMENTS + "threshold: {risk: 0.01, alerts-per-day: 5}";
        try (Pipeline pipeline = new Pipeline(folder, yaml)) {
            pipeline.slot.swap(List.of(new StandInScorer(1, 0.004)));
            for (int minute = 0; minute < 1440; minute++) {
                pipeline.pay(
                        "p-" + minute, "a", -Duration.ofMinutes(1440 - minute).toMillis(), 1);
            }
            pipeline.advance(LINGER);

            List<ScoreRecord> records = pipeline.scores.readValuesToList();
            assertThat(records.get(0).verdict().risk()).isEqualTo(0.01);
            assertThat(records.get(0).verdict().anomaly()).isTrue();
            assertThat(records.get(1439).verdict().risk()).isCloseTo(5.0 / 1440, Offset.offset(5e-6));
            assertThat(records.get(1439).verdict().anomaly()).isFalse();
        }
    }

    @Test
    void aClosedWindowIsScoredAndWhatComesTooLateForItIsADeadLetter() {
        String yaml = """
                source: {topic: in, key: /card, time: /time, grace: PT1S}
                unit: window
                features: {amount: {score: false}}
                windows: {minute: {kind: tumbling, over: [PT1M], add: [count, sum(amount)]}}
                """;
        try (Pipeline pipeline = new Pipeline(folder, yaml)) {
            long minute = Math.floorMod(-Pipeline.START, 60_000L); // to the next full minute
            pipeline.pay("p-1", "a", minute + 1_000, 3);
            pipeline.pay("p-2", "a", minute + 2_000, 4);
            pipeline.pay("p-3", "a", minute + 61_000, 5);
            pipeline.pay("p-4", "a", minute + 59_999, 6);
            pipeline.advance(LINGER);

            ScoreRecord window = pipeline.scores.readValue();
            assertThat(pipeline.scores.isEmpty()).isTrue();
            assertThat(window.key()).isEqualTo("a");
            assertThat(window.time()).isEqualTo(Pipeline.START + minute + 60_000);
            assertThat(window.input().values())
                    .containsEntry("minute.count.PT1M", Value.of(2))
                    .containsEntry("minute.sum.amount.PT1M", Value.of(7));
            TestRecord<byte[], byte[]> late = pipeline.deadLetters.readRecord();
            assertThat(new String(late.value(), StandardCharsets.UTF_8)).contains("\"id\":\"p-4\"");
            assertThat(late.key()).containsExactly('a');
            assertThat(late.headers().lastHeader("trace").value()).containsExactly(7);
            assertThat(text(late, DeadLetterHeaders.REASON)).isEqualTo("late");
            assertThat(text(late, DeadLetterHeaders.OFFSET)).isEqualTo("3");
            assertThat(pipeline.counted("late")).isEqualTo(1);
        }
    }

    @Test
    void aVectorCarriesTheHistoryOfItsKey() {
        try (Pipeline pipeline = new Pipeline(folder, PAYMENTS + "history: 3")) {
            pipeline.slot.swap(List.of(new StandInScorer(1, 0.2)));
            for (int number = 0; number < 4; number++) {
                pipeline.pay("a-" + number, "a", number, 1);
            }
            pipeline.pay("b-0", "b", 9, 1);
            pipeline.advance(LINGER);

            assertThat(pipeline.scores.readValuesToList())
                    .extracting(record ->
                            record.id() + " after " + (int) record.score().score())
                    .containsExactly("a-0 after 0", "a-1 after 1", "a-2 after 2", "a-3 after 2", "b-0 after 0");
        }
    }

    private static TestRecord<byte[], byte[]> verdict(String id, String verdict, long after, String keys) {
        String json = "{\"id\":\"" + id + "\",\"verdict\":\"" + verdict + "\",\"time\":" + (Pipeline.START + after)
                + ",\"keys\":" + keys + "}";
        return new TestRecord<>(
                id.getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochMilli(Pipeline.START + after));
    }

    private static List<String> ids(Pipeline pipeline) {
        return pipeline.scores.readValuesToList().stream().map(ScoreRecord::id).toList();
    }

    private static String text(TestRecord<byte[], byte[]> letter, String header) {
        Header found = letter.headers().lastHeader(header);
        return new String(found.value(), StandardCharsets.UTF_8);
    }
}
