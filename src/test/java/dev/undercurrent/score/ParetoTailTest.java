package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParetoTailTest {
    private static ParetoTail fit(double shape, int size) {
        Random random = new Random(7);
        double[] sample = random.doubles(size)
                .map(u -> shape == 0 ? -Math.log(u) : Math.expm1(-shape * Math.log(u)) / shape)
                .toArray();
        Arrays.sort(sample);
        return ParetoTail.fit(sample);
    }

    /** 2,000 excesses leave a standard error of about (1 + shape) / √2000, the prior half a percent. */
    @Test
    void findsTheShapeItWasDrawnFrom() {
        assertThat(fit(0, 100_000).shape()).isCloseTo(0, within(0.07));
        assertThat(fit(0.3, 100_000).shape()).isCloseTo(0.3, within(0.09));
        assertThat(fit(0.8, 100_000).shape()).isCloseTo(0.8, within(0.13));
    }

    @Test
    void meetsTheRanksAtItsThreshold() {
        ParetoTail tail = fit(0, 5000);

        assertThat(tail.probability(tail.threshold())).isEqualTo(tail.share());
        assertThat(tail.share()).isCloseTo(0.02, within(0.0005));
        assertThat(tail.quantile(tail.share())).isEqualTo(tail.threshold());
    }

    @Test
    void isNotFittedToTooFewExcesses() {
        assertThat(fit(0, 99)).isEqualTo(ParetoTail.NONE);
        double[] twoValues = new double[1000];
        Arrays.fill(twoValues, 0, 800, -1);
        assertThat(ParetoTail.fit(twoValues)).isEqualTo(ParetoTail.NONE);
    }

    @Test
    void takesABoundedTailForExponential() {
        double[] uniform = new Random(8).doubles(5000).sorted().toArray();

        assertThat(ParetoTail.fit(uniform).shape()).isZero();
        assertThat(ParetoTail.fit(uniform).probability(1.1)).isPositive();
    }

    @Test
    void standsExcessesThatAreAllEqual() {
        double[] sample = new double[1000];
        Arrays.fill(sample, 950, 1000, 5);
        ParetoTail tail = ParetoTail.fit(sample);

        assertThat(tail.scale()).isPositive();
        assertThat(tail.probability(5)).isPositive().isLessThan(tail.share());
    }
}
