package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarginalTailsTest {
    private static final double NAN = Double.NaN;

    /** Amounts 0..98, visits constant, abroad never, 90 of 99 by card. */
    private static final MarginalTails TAILS = MarginalTails.fit(
            Vectors.SCHEMA,
            IntStream.range(0, 99)
                    .mapToObj(i -> Vectors.of(i, i, 5, 0, i < 90 ? "card" : "cash"))
                    .toList());

    private static double nats(double amount, double visits, double abroad, String channel) {
        return TAILS.nats(Vectors.of(0, amount, visits, abroad, channel));
    }

    @Test
    void addsMinusLogOfTwiceTheRarerSide() {
        assertThat(nats(98, NAN, NAN, "")).isCloseTo(-Math.log(2 * 2 / 100.0), within(1e-12));
        assertThat(nats(0, NAN, NAN, "")).isCloseTo(-Math.log(2 * 2 / 100.0), within(1e-12));
        assertThat(nats(49, NAN, NAN, "")).isCloseTo(-Math.log(2 * 51 / 100.0), within(1e-12));
    }

    @Test
    void isBoundedByTheSizeOfTheSample() {
        assertThat(nats(1e30, NAN, NAN, "")).isCloseTo(Math.log(50), within(1e-12));
        assertThat(nats(-1e30, NAN, NAN, "")).isCloseTo(Math.log(50), within(1e-12));
    }

    @Test
    void seesAnyDepartureFromAConstant() {
        assertThat(nats(NAN, 5, NAN, "")).isCloseTo(-Math.log(2), within(1e-12));
        assertThat(nats(NAN, 6, NAN, "")).isCloseTo(Math.log(50), within(1e-12));
        assertThat(nats(NAN, NAN, 1, "")).isCloseTo(Math.log(50), within(1e-12));
    }

    @Test
    void measuresACategoryAgainstTheCommonest() {
        assertThat(nats(NAN, NAN, NAN, "card")).isZero();
        assertThat(nats(NAN, NAN, NAN, "cash")).isCloseTo(Math.log(91 / 10.0), within(1e-12));
        assertThat(nats(NAN, NAN, NAN, "pigeon")).isCloseTo(Math.log(91), within(1e-12));
    }

    @Test
    void addsNothingForMissingValues() {
        assertThat(nats(NAN, NAN, NAN, "")).isZero();
    }

    @Test
    void addsUpOverTheFeatures() {
        double parts =
                nats(98, NAN, NAN, "") + nats(NAN, 5, NAN, "") + nats(NAN, NAN, 0, "") + nats(NAN, NAN, NAN, "cash");

        assertThat(nats(98, 5, 0, "cash")).isCloseTo(parts, within(1e-12));
    }

    @Test
    void addsUpOverMoreFeaturesThanAProductOfTheirSharesHasRoomFor() {
        int features = 1000;
        MarginalTails many =
                new MarginalTails(Collections.nCopies(features, TAILS.slots().get(0)));
        double[] wild = new double[features];
        Arrays.fill(wild, 1e30);
        String[] texts = new String[features];
        Arrays.fill(texts, "");
        FeatureVector vector = new FeatureVector("id", "key", false, new Row(0, wild, texts), List.of());

        assertThat(many.nats(vector)).isCloseTo(features * Math.log(50), within(1e-9));
    }

    @Test
    void staysSmallAndComesBackFromJsonEqual() throws Exception {
        List<FeatureVector> sample = IntStream.range(0, 20_000)
                .mapToObj(i -> Vectors.of(i, Math.sin(i) * 100, i % 7, i % 2, "c" + i % 1000))
                .toList();
        MarginalTails tails = MarginalTails.fit(Vectors.SCHEMA, sample);
        ObjectMapper json = new ObjectMapper();
        byte[] bytes = json.writeValueAsBytes(tails);

        assertThat(json.readValue(bytes, MarginalTails.class)).isEqualTo(tails);
        assertThat(bytes.length).isLessThan(16_000);
        assertThat(tails.slots().get(0).numbers().count()).isEqualTo(4000);
    }
}
