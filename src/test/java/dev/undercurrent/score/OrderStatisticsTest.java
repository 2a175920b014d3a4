package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {
    @Test
    void countsExactlyWhileEveryDistinctValueIsKept() {
        OrderStatistics statistics = OrderStatistics.of(new double[] {3, 1, 2, 2, 2}, 16);

        assertThat(statistics.count()).isEqualTo(5);
        assertThat(statistics.below(2)).isEqualTo(1);
        assertThat(statistics.atLeastAsFarOut(2)).isEqualTo(4);
        assertThat(statistics.below(2.5)).isEqualTo(4);
        assertThat(statistics.atLeastAsFarOut(2.5)).isEqualTo(1);
        assertThat(statistics.atLeastAsFarOut(9)).isZero();
        assertThat(statistics.below(0)).isZero();
        assertThat(statistics.below(9)).isEqualTo(5);
        assertThat(statistics.quantile(0.5)).isEqualTo(2);
    }

    @Test
    void compressesALargeSampleWithoutMovingRanksByMoreThanAKnot() {
        double[] sample = new Random(1).doubles(50_000).toArray();
        OrderStatistics statistics = OrderStatistics.of(sample, 200);

        for (double x = 0.01; x < 1; x += 0.01) {
            double threshold = x;
            double exact =
                    (double) Arrays.stream(sample).filter(v -> v < threshold).count();
            assertThat(statistics.below(x)).isCloseTo(exact, within(50_000 / 150.0));
            assertThat(statistics.quantile(x)).isCloseTo(x, within(0.01));
        }
    }

    @Test
    void keepsBothEndsValueByValue() {
        double[] sample = IntStream.range(0, 10_000).mapToDouble(i -> i).toArray();
        OrderStatistics statistics = OrderStatistics.of(sample, 200);

        for (int i = 0; i < 25; i++) {
            assertThat(statistics.atLeastAsFarOut(i)).isEqualTo(i + 1);
            assertThat(statistics.below(9_999 - i)).isEqualTo(9_999 - i);
        }
    }

    @Test
    void treatsAValueThatNoFloatHoldsAsEqualToItself() {
        OrderStatistics statistics = OrderStatistics.of(new double[] {0.1, 0.1, 0.1}, 16);

        assertThat(statistics.below(0.1)).isZero();
        assertThat(statistics.atLeastAsFarOut(0.1)).isEqualTo(3);
    }

    @Test
    void survivesValuesBeyondAnyFloat() {
        OrderStatistics statistics = OrderStatistics.of(new double[] {-1e300, 0, Double.NaN, 1e300}, 16);

        assertThat(statistics.count()).isEqualTo(3);
        assertThat(statistics.below(1e299)).isEqualTo(2);
        assertThat(statistics.quantile(1)).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void knowsNothingOfAnEmptySample() {
        assertThat(OrderStatistics.of(new double[0], 16)).isEqualTo(OrderStatistics.NONE);
        assertThat(OrderStatistics.NONE.below(1)).isZero();
        assertThat(OrderStatistics.NONE.quantile(0.5)).isNaN();
    }

    @Test
    void comesBackFromJsonEqual() throws Exception {
        OrderStatistics statistics =
                OrderStatistics.of(new Random(2).doubles(1000).toArray(), 64);
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue(json.writeValueAsBytes(statistics), OrderStatistics.class))
                .isEqualTo(statistics);
    }

    @Test
    void refusesKnotsThatDoNotAscend() {
        assertThatThrownBy(() -> new OrderStatistics(2, new float[] {2, 1}, new int[] {0, 1}, new int[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("knot 1: 1.0 (expected: ascending knots)");
    }
}
