package dev.undercurrent.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.Row;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.threshold.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
    private static final double NAN = Double.NaN;

    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            Feature.aggregate("amount", FeatureType.NUMBER),
            Feature.aggregate("hour", FeatureType.CYCLE),
            Feature.aggregate("channel", FeatureType.CATEGORY),
            Feature.aggregate("card.count.PT1H", FeatureType.COUNT)));

    private static final Score SCORE = new Score(
            12,
            Stage.MODEL,
            9.71,
            34.2,
            -31.0,
            3.2,
            2.0987e-5,
            List.of(
                    new Reason("amount", Value.of(950), Value.of(43.2), 8.1, 120.4, 21.30001),
                    new Reason("channel", Value.of("web"), Value.of("card"), NAN, NAN, 2),
                    new Reason("card.count.PT1H", Value.MISSING, Value.of(2), 0, 5, 0)),
            7.7,
            new Latent(new float[] {0.1f, -2.3f}, new float[] {0.4f, 0.9f}));

    private static final Input INPUT = new Input.Layout(SCHEMA)
            .of(new Row(1528070494000L, new double[] {950, NAN, NAN, NAN}, new String[] {"", "", "web", ""}));

    private static final ScoreRecord RECORD = new ScoreRecord(
            "payments-3-120398",
            "card-17",
            1528070494000L,
            1528070494021L,
            "card-fraud",
            false,
            SCORE,
            new Verdict(0.001, true),
            INPUT);

    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader();

    private String json(ScoreRecord record) {
        return new String(writer.write(record), UTF_8);
    }

    @Test
    void writesTheFieldsInTheirFixedOrder() {
        assertThat(json(RECORD))
                .isEqualTo("{\"id\":\"payments-3-120398\",\"key\":\"card-17\",\"time\":1528070494000,"
                        + "\"scoredAt\":1528070494021,\"topology\":\"card-fraud\",\"model\":12,\"stage\":\"model\","
                        + "\"score\":9.71,\"surprise\":34.2,\"reconstruction\":-31.0,\"kl\":3.2,"
                        + "\"tailProbability\":0.000021,\"risk\":0.001,\"anomaly\":true,\"late\":false,\"reasons\":["
                        + "{\"feature\":\"amount\",\"actual\":950.0,\"expected\":43.2,\"low\":8.1,\"high\":120.4,"
                        + "\"surprise\":21.3},"
                        + "{\"feature\":\"channel\",\"actual\":\"web\",\"expected\":\"card\",\"surprise\":2.0},"
                        + "{\"feature\":\"card.count.PT1H\",\"actual\":null,\"expected\":2.0,\"low\":0.0,\"high\":5.0,"
                        + "\"surprise\":0.0}],\"otherReasons\":7.7,"
                        + "\"latent\":{\"mean\":[0.1,-2.3],\"std\":[0.4,0.9]},"
                        + "\"input\":{\"amount\":950.0,\"channel\":\"web\",\"card.count.PT1H\":null}}");
    }

    @Test
    void writesTheSameBytesAgain() {
        byte[] first = writer.write(RECORD);

        assertThat(writer.write(RECORD)).isEqualTo(first);
        assertThat(new RecordWriter().write(RECORD)).isEqualTo(first);
    }

    @Test
    void readsBackWhatItWrote() {
        ScoreRecord read = reader.score(writer.write(RECORD));

        assertThat(read.input()).isEqualTo(INPUT);
        assertThat(read.verdict()).isEqualTo(new Verdict(0.001, true));
        assertThat(read.score().reasons().get(0))
                .isEqualTo(new Reason("amount", Value.of(950), Value.of(43.2), 8.1, 120.4, 21.3));
        assertThat(read.score().latent()).isEqualTo(SCORE.latent());
        assertThat(writer.write(read)).isEqualTo(writer.write(RECORD));
    }

    @Test
    void leavesTheInputOutWhereThereIsNone() {
        ScoreRecord bare = new ScoreRecord("1", "k", 2, 3, "t", true, SCORE, new Verdict(0.5, false), Input.NONE);

        assertThat(json(bare)).doesNotContain("input").contains("\"late\":true").endsWith("}}");
        assertThat(reader.score(writer.write(bare)).input()).isEqualTo(Input.NONE);
    }

    @Test
    void writesNullForWhatIsNotFinite() {
        Score broken = new Score(
                1,
                Stage.MODEL,
                NAN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                NAN,
                1,
                List.of(),
                NAN,
                Latent.NONE);
        String json = json(new ScoreRecord("1", "k", 2, 3, "t", false, broken, new Verdict(0.5, false), Input.NONE));

        assertThat(json).contains("\"score\":null,\"surprise\":null,\"reconstruction\":null,\"kl\":null");
        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(reader.score(json.getBytes(UTF_8)).score().score()).isNaN();
    }

    @Test
    void escapesWhatJsonCannotHold() {
        ScoreRecord odd =
                new ScoreRecord("a\"b\\\n", "ключ", 2, 3, "t", false, SCORE, new Verdict(0.5, false), Input.NONE);

        assertThat(reader.score(writer.write(odd)).id()).isEqualTo("a\"b\\\n");
        assertThat(reader.score(writer.write(odd)).key()).isEqualTo("ключ");
    }

    @Test
    void writesLatentCodes() {
        byte[] bytes = writer.write(RECORD.latentCode());

        assertThat(new String(bytes, UTF_8))
                .isEqualTo("{\"id\":\"payments-3-120398\",\"key\":\"card-17\",\"time\":1528070494000,"
                        + "\"topology\":\"card-fraud\",\"model\":12,"
                        + "\"latent\":{\"mean\":[0.1,-2.3],\"std\":[0.4,0.9]}}");
        assertThat(reader.latentCode(bytes)).isEqualTo(RECORD.latentCode());
    }

    @Test
    void writesLifecycleEvents() {
        LifecycleEvent event = new LifecycleEvent(
                LifecycleEvent.Type.ROLLED_BACK, "t", "all", 3, "by command", 5, Map.of("b", 2.0, "a", 1.5));
        byte[] bytes = writer.write(event);

        assertThat(new String(bytes, UTF_8))
                .isEqualTo("{\"type\":\"rolled-back\",\"topology\":\"t\",\"segment\":\"all\",\"version\":3,"
                        + "\"reason\":\"by command\",\"time\":5,\"metrics\":{\"a\":1.5,\"b\":2.0}}");
        assertThat(reader.lifecycleEvent(bytes)).isEqualTo(event);
    }

    @Test
    void servesKafkaThroughSerdes() {
        try (Serde<ScoreRecord> serde = RecordSerdes.scores()) {
            byte[] bytes = serde.serializer().serialize("t", RECORD);
            assertThat(serde.serializer().serialize("t", serde.deserializer().deserialize("t", bytes)))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void oneSerdeServesManyThreads() {
        try (Serde<ScoreRecord> serde = RecordSerdes.scores()) {
            byte[] bytes = serde.serializer().serialize("t", RECORD);

            assertThat(IntStream.range(0, 20_000)
                            .parallel()
                            .mapToObj(i -> serde.serializer().serialize("t", RECORD))
                            .filter(written -> !Arrays.equals(written, bytes)))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatThrownBy(() -> reader.score("[1]".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score record: ARRAY (expected: a JSON object)");
        assertThatThrownBy(() -> reader.score("{}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model: missing (expected: a record that Undercurrent wrote)");
    }
}
