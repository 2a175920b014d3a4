package dev.undercurrent.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import dev.undercurrent.features.Row;
import dev.undercurrent.features.Transform;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineVectorsTest {
    private final FeatureSchema schema = new FeatureSchema(List.of(
            Feature.aggregate("amount", FeatureType.NUMBER),
            Feature.aggregate("channel", FeatureType.CATEGORY),
            new Feature("hour", FeatureType.CYCLE, Transform.AUTO, true, Likelihood.AUTO, Duration.ofHours(24))));
    private final BaselineVectors vectors = BaselineVectors.fit(
            schema,
            List.of(vector(0, 1, "web"), vector(0, 3, "web"), vector(0, Double.NaN, "shop"), vector(0, 5, "web")));

    @Test
    void standardisesNumbersByTheSample() {
        assertThat(vectors.of(vector(0, 5, "web"))[0]).isCloseTo(2 / Math.sqrt(8.0 / 3), within(1e-12));
    }

    @Test
    void replacesACategoryByItsStandardisedFrequency() {
        double mean = (3 * 0.75 + 0.25) / 4;
        double deviation = Math.sqrt((3 * Math.pow(0.75 - mean, 2) + Math.pow(0.25 - mean, 2)) / 4);

        assertThat(vectors.of(vector(0, 1, "shop"))[1]).isCloseTo((0.25 - mean) / deviation, within(1e-12));
        assertThat(vectors.of(vector(0, 1, "unseen"))[1]).isCloseTo(-mean / deviation, within(1e-12));
    }

    @Test
    void putsACycleOnTheCircle() {
        double[] sixOClock = vectors.of(vector(Duration.ofHours(6).toMillis(), 1, "web"));

        assertThat(vectors.width()).isEqualTo(4);
        assertThat(sixOClock[2]).isCloseTo(1, within(1e-12));
        assertThat(sixOClock[3]).isCloseTo(0, within(1e-12));
    }

    @Test
    void missingValuesAreZero() {
        double[] values = vectors.of(vector(0, Double.NaN, ""));

        assertThat(values[0]).isZero();
        assertThat(values[1]).isZero();
    }

    @Test
    void refusesAnEmptySample() {
        assertThatThrownBy(() -> BaselineVectors.fit(schema, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample: 0 vectors (expected: at least one)");
    }

    private static FeatureVector vector(long time, double amount, String channel) {
        Row row = new Row(time, new double[] {amount, Double.NaN, Double.NaN}, new String[] {"", channel, ""});
        return new FeatureVector("id", "key", false, row, List.of());
    }
}
