package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NegativeBinomialTest {
    @Test
    void theMixtureSumsToOne() {
        for (double dispersion : new double[] {0.001, 0.5, 4}) {
            for (double mean : new double[] {0.1, 7, 80}) {
                double sum = 0;
                int last = 20_000;
                for (int k = 0; k <= last; k++) {
                    sum += Math.exp(NegativeBinomial.logProbability(k, mean, dispersion));
                }
                double beyond = NegativeBinomial.TAIL / (last + 2);
                assertThat(sum + beyond).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void probabilitiesFollowFromEachOtherAlsoWhereTheSeriesTakesOver() {
        double r = 2;
        for (int k = 1; k < 100; k++) {
            double step = NegativeBinomial.logCoefficient(k, r) - NegativeBinomial.logCoefficient(k - 1, r);
            assertThat(step).isCloseTo(Math.log((k - 1 + r) / k), within(1e-12));
        }
    }

    @Test
    void aWildCountCostsItsLogarithmOnly() {
        assertThat(-NegativeBinomial.logProbability(1e12, 3, 0.1))
                .isCloseTo(2 * Math.log(1e12) - Math.log(1e-3), within(1e-6));
    }

    @Test
    void quantilesHoldTheirShareOfTheDistribution() {
        double low = NegativeBinomial.quantile(0.05, -1.645, 20, 0.2);
        double high = NegativeBinomial.quantile(0.95, 1.645, 20, 0.2);
        double within = 0;
        for (int k = (int) low; k <= high; k++) {
            within += Math.exp(NegativeBinomial.logProbability(k, 20, 0.2));
        }
        assertThat(within).isBetween(0.9, 0.95);
    }

    @Test
    void quantilesAreThoseThatCountingFinds() {
        for (double mean : new double[] {31, 100, 900}) {
            for (double dispersion : new double[] {0.001, 0.05, 0.25}) {
                double sum = 0;
                double counted = -1;
                while (sum < 0.95) {
                    sum += Math.exp(NegativeBinomial.logProbability(++counted, mean, dispersion));
                }
                assertThat(NegativeBinomial.quantile(0.95, 1.6449, mean, dispersion))
                        .isCloseTo(counted, within(2 + 0.01 * mean));
            }
        }
    }

    @Test
    void quantilesOfLargeMeansContinueThoseOfSmallOnes() {
        double below = NegativeBinomial.quantile(0.95, 1.6449, 999, 0.05);
        double above = NegativeBinomial.quantile(0.95, 1.6449, 1001, 0.05);
        assertThat(above / below).isCloseTo(1, within(0.01));
    }
}
