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
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            Feature.aggregate("count", FeatureType.COUNT),
            Feature.aggregate("amount", FeatureType.NUMBER),
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
            double[] numbers = {count, amount, random.nextInt(2)};
            rows.add(new Row(i, numbers, new String[] {"", "", ""}));
        }
        return new FeatureVector("id", "key", false, rows.get(past), rows.subList(0, past));
    }

    /** More than are encoded together, at a place of their own among other vectors. */
    @Test
    void encodesEachVectorOfABatchInItsPlace() {
        int columns = HISTORY * encoding.columns();
        float[] x = filled((AT + vectors.size() + 1) * columns);
        float[] mask = filled(x.length);
        float[] condition = filled(AT + vectors.size() + 1);
        new Encoder(encoding, HISTORY).encode(vectors, AT, x, mask, condition);
        for (int i = 0; i < vectors.size(); i++) {
            FeatureVector vector = vectors.get(i);
            for (int t = 0; t < HISTORY; t++) {
                int at = (AT + i) * columns + t * encoding.columns();
                int back = HISTORY - 1 - t;
                int past = vector.history().size();
                if (back > past) {
                    assertThat(Arrays.copyOfRange(x, at, at + 2)).containsOnly(0);
                    assertThat(Arrays.copyOfRange(mask, at, at + 2)).containsOnly(0);
                } else {
                    Row row = back == 0 ? vector.row() : vector.history().get(past - back);
                    check(row, x, mask, at);
                }
            }
            assertThat(condition[AT + i]).isEqualTo((float) vector.row().number(2));
        }
        for (float[] array : List.of(x, mask)) {
            assertThat(Arrays.copyOf(array, AT * columns)).containsOnly(7);
            assertThat(Arrays.copyOfRange(array, array.length - columns, array.length))
                    .containsOnly(7);
        }
        assertThat(Arrays.copyOf(condition, AT)).containsOnly(7);
        assertThat(condition[AT + vectors.size()]).isEqualTo(7);
    }

    private void check(Row row, float[] x, float[] mask, int at) {
        for (FeatureEncoding feature : encoding.scored()) {
            double raw = row.number(feature.slot());
            double positive = feature.type() == FeatureType.COUNT ? Math.max(0, raw) : raw;
            double expected = Double.isNaN(raw) ? 0 : feature.standardizer().encode(positive);
            assertThat(x[at + feature.offset()]).isEqualTo((float) expected);
            assertThat(mask[at + feature.offset()]).isEqualTo(Double.isNaN(raw) ? 0 : 1);
        }
    }

    private static float[] filled(int length) {
        float[] array = new float[length];
        Arrays.fill(array, 7);
        return array;
    }
}
