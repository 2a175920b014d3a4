package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static final int HISTORY = 3;
    private static final int AT = 5;
    private static final List<String> CHANNELS = List.of("", "web", "shop");
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            Feature.aggregate("count", FeatureType.COUNT),
            Feature.aggregate("amount", FeatureType.NUMBER),
            Feature.aggregate("channel", FeatureType.CATEGORY),
            new Feature("online", FeatureType.FLAG, Transform.AUTO, true, Likelihood.AUTO, Duration.ZERO)));

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<FeatureVector> vectors =
            IntStream.range(0, 100).mapToObj(i -> vector(i % (HISTORY + 1))).toList();
    private final Encoding encoding = Encoding.fit(SCHEMA, vectors);

    private FeatureVector vector(int past) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i <= past; i++) {
            double count = random.nextInt(-20, 600) + (random.nextInt(4) == 0 ? 0.5 : 0);
            double amount = random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
            double[] numbers = {count, amount, Double.NaN, random.nextInt(2)};
            rows.add(new Row(i, numbers, new String[] {"", "", CHANNELS.get(random.nextInt(3)), ""}));
        }
        return new FeatureVector("id", "key", false, rows.get(past), rows.subList(0, past));
    }

    /** More than are encoded together, at a place of their own among other vectors. */
    @Test
    void encodesEachVectorOfABatchInItsPlace() {
        int columns = HISTORY * encoding.columns();
        int shares = HISTORY * encoding.shares();
        float[] x = filled((AT + vectors.size() + 1) * columns);
        float[] mask = filled((AT + vectors.size() + 1) * shares);
        float[] condition = filled(AT + vectors.size() + 1);
        new Encoder(encoding, HISTORY).encode(vectors, AT, x, mask, condition);
        for (int i = 0; i < vectors.size(); i++) {
            FeatureVector vector = vectors.get(i);
            for (int t = 0; t < HISTORY; t++) {
                int column = (AT + i) * columns + t * encoding.columns();
                int share = (AT + i) * shares + t * encoding.shares();
                int at = vector.history().size() - (HISTORY - 1 - t);
                if (at < 0) {
                    assertThat(Arrays.copyOfRange(x, column, column + encoding.columns()))
                            .containsOnly(0);
                    assertThat(Arrays.copyOfRange(mask, share, share + encoding.shares()))
                            .containsOnly(0);
                } else {
                    Row row = t == HISTORY - 1 ? vector.row() : vector.history().get(at);
                    check(row, Arrays.copyOfRange(x, column, column + encoding.columns()), mask, share);
                }
            }
            assertThat(condition[AT + i]).isEqualTo((float) vector.row().number(3));
        }
        untouched(x, columns);
        untouched(mask, shares);
        untouched(condition, 1);
    }

    private static void untouched(float[] array, int width) {
        assertThat(Arrays.copyOf(array, AT * width)).containsOnly(7);
        assertThat(Arrays.copyOfRange(array, array.length - width, array.length))
                .containsOnly(7);
    }

    private void check(Row row, float[] columns, float[] mask, int at) {
        float[] expected = new float[columns.length];
        for (int share = 0; share < encoding.shares(); share++) {
            FeatureEncoding feature = encoding.scored().get(share);
            double raw = row.number(feature.slot());
            if (feature.type() == FeatureType.CATEGORY) {
                String text = row.text(feature.slot());
                assertThat(mask[at + share]).isEqualTo(text.isEmpty() ? 0 : 1);
                if (!text.isEmpty()) {
                    expected[feature.offset() + feature.vocabulary().indexOf(text)] = 1;
                }
            } else {
                assertThat(mask[at + share]).isEqualTo(Double.isNaN(raw) ? 0 : 1);
                double positive = feature.type() == FeatureType.COUNT ? Math.max(0, raw) : raw;
                expected[feature.offset()] =
                        Double.isNaN(raw) ? 0 : (float) feature.standardizer().encode(positive);
            }
        }
        assertThat(columns).isEqualTo(expected);
    }

    private static float[] filled(int length) {
        float[] array = new float[length];
        Arrays.fill(array, 7);
        return array;
    }
}
