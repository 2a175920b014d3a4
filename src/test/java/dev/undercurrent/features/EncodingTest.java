package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final Feature HOUR =
            new Feature("hour", FeatureType.CYCLE, Transform.AUTO, true, Likelihood.AUTO, Duration.ofHours(24));
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            Feature.aggregate("channel", FeatureType.CATEGORY),
            Feature.aggregate("count", FeatureType.COUNT),
            HOUR,
            new Feature("amount", FeatureType.NUMBER, Transform.LOG, false, Likelihood.AUTO, Duration.ZERO),
            Feature.aggregate("online", FeatureType.FLAG),
            new Feature("country", FeatureType.CATEGORY, Transform.AUTO, true, Likelihood.AUTO, Duration.ZERO)));

    private final List<FeatureVector> sample = sample();
    private final Encoding encoding = Encoding.fit(SCHEMA, sample);

    private static List<FeatureVector> sample() {
        SplittableRandom random = new SplittableRandom(1);
        List<FeatureVector> sample = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sample.add(vector(
                    i * 1000L,
                    i % 3 == 0 ? "web" : "shop",
                    random.nextInt(9),
                    Math.exp(3 + random.nextGaussian()),
                    i % 2,
                    i % 5 == 0 ? "at" : "de"));
        }
        return sample;
    }

    private static FeatureVector vector(
            long time, String channel, double count, double amount, double online, String country, Row... history) {
        double none = Double.NaN;
        Row row = new Row(time, new double[] {none, count, none, amount, online, none}, new String[] {
            channel, "", "", "", "", country
        });
        return new FeatureVector("id", "key", false, row, List.of(history));
    }

    private float[] x(FeatureVector vector, int history) {
        float[] x = new float[history * encoding.columns()];
        encode(vector, history, x, new float[history * encoding.shares()], new float[encoding.conditionColumns()]);
        return x;
    }

    private void encode(FeatureVector vector, int history, float[] x, float[] mask, float[] condition) {
        new Encoder(encoding, history).encode(List.of(vector), 0, x, mask, condition);
    }

    @Test
    void laysOutFeaturesByLikelihoodAndConditionsApart() {
        assertThat(encoding.scored().stream().map(FeatureEncoding::name))
                .containsExactly("amount", "count", "online", "channel");
        assertThat(encoding.scored().stream().map(FeatureEncoding::offset)).containsExactly(0, 1, 2, 3);
        assertThat(encoding.columns()).isEqualTo(6);
        assertThat(encoding.shares()).isEqualTo(4);
        assertThat(encoding.conditionColumns()).isEqualTo(5);
    }

    @Test
    void encodesValuesFlagsTextsAndConditions() {
        float[] x = new float[6];
        float[] mask = new float[4];
        float[] condition = new float[5];
        encode(vector(6 * 3_600_000L, "web", 3, 20, 1, "de"), 1, x, mask, condition);
        assertThat(Arrays.copyOfRange(x, 2, 6)).containsExactly(1, 0, 1, 0);
        assertThat(mask).containsExactly(1, 1, 1, 1);
        assertThat(condition[0]).isEqualTo(1);
        assertThat(condition[1]).isCloseTo(0, within(1e-6f));
        assertThat(Arrays.copyOfRange(condition, 2, 5)).containsExactly(1, 0, 0);
    }

    @Test
    void aShareStaysLinearAndKnowsItsBaseRate() {
        FeatureSchema schema = new FeatureSchema(List.of(Feature.aggregate("confirmed", FeatureType.SHARE)));
        List<FeatureVector> rows = new ArrayList<>();
        for (double share : new double[] {0, 0, 0, 0, 0, 0, 0, 0.5, 2}) {
            rows.add(share(share));
        }
        Encoding shares = Encoding.fit(schema, rows);
        float[] x = new float[1];
        for (double[] pair : new double[][] {{0, 0}, {0.01, 0.01}, {0.5, 0.5}, {1, 1}, {2, 1}, {-3, 0}}) {
            new Encoder(shares, 1).encode(List.of(share(pair[0])), 0, x, new float[1], new float[0]);
            assertThat(x[0]).isEqualTo((float) pair[1]);
        }
        FeatureEncoding confirmed = shares.scored().get(0);
        assertThat(confirmed.likelihood()).isEqualTo(Likelihood.BERNOULLI);
        assertThat(confirmed.standardizer().mean()).isCloseTo((0.5 + 0.5 + 1) / 10, within(1e-12));
        assertThat(shares.expected(0, new float[] {0.25f}, new float[1], 0).value())
                .isEqualTo(0.25);
        assertThat(shares.logJacobian(share(0.5).row())).isZero();
    }

    private static FeatureVector share(double share) {
        return new FeatureVector("id", "key", false, new Row(0, new double[] {share}, new String[] {""}), List.of());
    }

    @Test
    void masksMissingValuesAndMissingHistory() {
        Row before = vector(0, "shop", 1, 20, 0, "de").row();
        FeatureVector vector = vector(1, "", Double.NaN, 20, Double.NaN, "", before);
        float[] x = new float[18];
        float[] mask = new float[12];
        encode(vector, 3, x, mask, new float[5]);
        assertThat(mask).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0);
        assertThat(Arrays.copyOfRange(x, 0, 6)).containsOnly(0);
        assertThat(Arrays.copyOfRange(x, 13, 18)).containsOnly(0);
        assertThat(x[12]).isEqualTo(x[6]).isNotZero();
    }

    @Test
    void aTextOutsideTheVocabularyTakesTheLastColumn() {
        assertThat(Arrays.copyOfRange(x(vector(0, "phone", 1, 20, 0, "de"), 1), 3, 6))
                .containsExactly(0, 0, 1);
    }

    @Test
    void keepsTheThirtyCommonestTextsInAStableOrder() {
        List<FeatureVector> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int k = 0; k <= (i == 39 ? 1 : 0); k++) {
                many.add(vector(0, "t" + (10 + i), 0, 0, 0, "de"));
            }
        }
        List<String> vocabulary = Encoding.fit(SCHEMA, many).scored().get(3).vocabulary();
        assertThat(vocabulary).hasSize(30).startsWith("t49", "t10", "t11").endsWith("t38");
    }

    @Test
    void aNumberComesBackFromItsEncoding() {
        Standardizer standardizer = encoding.scored().get(0).standardizer();
        for (double value : new double[] {0.01, 20, 5000, 1e9, 1e30}) {
            assertThat(standardizer.decode(standardizer.encode(value))).isCloseTo(value, within(1e-9 * value));
        }
    }

    @Test
    void theLogSlopeIsThatOfTheEncoding() {
        for (boolean log : new boolean[] {false, true}) {
            Standardizer standardizer = new Standardizer(log, 2, 0.5);
            for (double value : new double[] {-40, 2.1, 30}) {
                double step = 1e-5;
                double slope = (standardizer.encode(value + step) - standardizer.encode(value - step)) / (2 * step);
                assertThat(standardizer.logSlope(value)).isCloseTo(Math.log(slope), within(1e-5));
            }
        }
    }

    @Test
    void theJacobianCountsNumbersThatArePresentOnly() {
        double slope = encoding.scored().get(0).standardizer().logSlope(20);
        FeatureVector vector = vector(
                0,
                "web",
                3,
                20,
                1,
                "de",
                vector(0, "web", 3, Double.NaN, 1, "de").row());
        assertThat(encoding.logJacobian(vector.row())).isEqualTo(slope);
        assertThat(encoding.logJacobian(vector, 2)).isEqualTo(slope);
        assertThat(encoding.logJacobian(vector.history().get(0))).isZero();
    }

    @Test
    void takesTheLogarithmOfSkewedAmountsOnly() {
        SplittableRandom random = new SplittableRandom(2);
        double[] skewed =
                random.doubles(1000).map(u -> Math.exp(3 * u * u * u * 3)).toArray();
        double[] even = random.doubles(1000).toArray();
        double[] signed = Arrays.stream(skewed).map(v -> v - 50).toArray();
        assertThat(Standardizer.fit(skewed, Transform.AUTO).log()).isTrue();
        assertThat(Standardizer.fit(even, Transform.AUTO).log()).isFalse();
        assertThat(Standardizer.fit(signed, Transform.AUTO).log()).isFalse();
    }

    @Test
    void oneWildValueDoesNotFlattenAFeature() {
        double[] values = new double[1000];
        Arrays.setAll(values, i -> i % 10);
        values[0] = 1e30;
        assertThat(Standardizer.fit(values, Transform.NONE).deviation()).isLessThan(6);
    }

    @Test
    void aConstantGetsATenthOfItselfAsDeviation() {
        assertThat(Standardizer.fit(new double[] {50, 50, 50}, Transform.AUTO))
                .isEqualTo(new Standardizer(false, 50, 5));
        assertThat(Standardizer.fit(new double[] {0, 0, 0}, Transform.AUTO)).isEqualTo(Standardizer.NONE);
        assertThat(Standardizer.fit(new double[0], Transform.AUTO)).isEqualTo(Standardizer.NONE);
    }

    @Test
    void saysWhatWasExpectedInTheFeaturesOwnUnit() {
        float[] location = {0, 0, 0.25f, 0.1f, 0.7f, 0.2f};
        float[] scale = {0.5f, 0.2f, 0, 0, 0, 0};
        Expected amount = encoding.expected(0, location, scale, 0);
        assertThat(amount.value()).isBetween(15.0, 25.0);
        assertThat(amount.low()).isBetween(5.0, 10.0);
        assertThat(amount.high()).isBetween(40.0, 80.0);
        Expected count = encoding.expected(1, location, scale, 0);
        assertThat(count.value()).isBetween(3.0, 6.0);
        assertThat(count.low()).isLessThan(count.value());
        assertThat(count.high()).isGreaterThan(count.value());
        assertThat(encoding.expected(2, location, scale, 0)).isEqualTo(new Expected(0.25f, Double.NaN, Double.NaN, ""));
        assertThat(encoding.expected(3, location, scale, 0))
                .isEqualTo(new Expected(Double.NaN, Double.NaN, Double.NaN, "web"));
    }

    @Test
    void survivesJson() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readValue(mapper.writeValueAsString(encoding), Encoding.class))
                .isEqualTo(encoding);
    }

    @Test
    void refusesASchemaWithNothingToScore() {
        assertThatThrownBy(() -> Encoding.fit(new FeatureSchema(List.of(HOUR)), sample))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features: none is scored (expected: at least one)");
    }
}
