package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailCalibrationTest {
    private static double[] sample(int size, DoubleSupplier draw) {
        return DoubleStream.generate(draw).limit(size).toArray();
    }

    /** 200 of 10,000 scores shape the tail; its shape's standard error of 0.1 moves one in a thousand by a third. */
    @Test
    void statesOneInAThousandWithinAFactorOfThreeOfTheTruth() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            TailCalibration exponential = TailCalibration.of(sample(10_000, () -> -Math.log(1 - random.nextDouble())));
            TailCalibration gaussian = TailCalibration.of(sample(10_000, random::nextGaussian));
            TailCalibration heavy = TailCalibration.of(sample(10_000, () -> Math.pow(random.nextDouble(), -1 / 3.0)));

            assertThat(exponential.tailProbability(Math.log(1000))).isBetween(0.001 / 3, 0.003);
            assertThat(gaussian.tailProbability(3.0902323)).isBetween(0.001 / 3, 0.003);
            assertThat(heavy.tailProbability(10)).isBetween(0.001 / 3, 0.003); // Pareto, index 3
        }
    }

    @Test
    void statesOneInAHundredWithinAFactorOfThreeFromFiveHundredScores() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            TailCalibration gaussian = TailCalibration.of(sample(500, random::nextGaussian));

            assertThat(gaussian.tailProbability(2.3263479)).isBetween(0.01 / 3, 0.03);
        }
    }

    @Test
    void neverRisesWithTheScoreAndIsNeverZero() {
        Random random = new Random(3);
        for (int size : new int[] {1, 5, 99, 100, 101, 1000, 20_000}) {
            TailCalibration calibration = TailCalibration.of(sample(size, random::nextGaussian));
            double last = 1;
            for (double score = -6; score < 60; score += 0.003) {
                double probability = calibration.tailProbability(score);
                assertThat(probability).isPositive().isLessThanOrEqualTo(last);
                last = probability;
            }
            assertThat(calibration.tailProbability(1e300)).isPositive().isLessThanOrEqualTo(last);
        }
    }

    @Test
    void goesByRanksAloneBelowAHundredScores() {
        TailCalibration calibration =
                TailCalibration.of(IntStream.range(0, 99).mapToDouble(i -> i).toArray());

        assertThat(calibration.tailProbability(98)).isEqualTo(2 / 100.0);
        assertThat(calibration.tailProbability(1000)).isEqualTo(1 / 100.0);
        assertThat(calibration.tailProbability(-1)).isEqualTo(1);
        assertThat(calibration.quantile(0.005)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void saysNothingWithoutScores() {
        assertThat(TailCalibration.NONE.tailProbability(1e9)).isEqualTo(1);
        assertThat(TailCalibration.NONE.tailProbability(Double.NaN)).isEqualTo(1);
    }

    @Test
    void takesConstantScoresForOrdinaryAndAnythingAboveForRare() {
        TailCalibration calibration = TailCalibration.of(sample(500, () -> 7));

        assertThat(calibration.tailProbability(7)).isEqualTo(1);
        assertThat(calibration.tailProbability(6)).isEqualTo(1);
        assertThat(calibration.tailProbability(7.5)).isEqualTo(1 / 501.0);
    }

    @Test
    void countsTiesInFull() {
        Random random = new Random(4);
        TailCalibration calibration = TailCalibration.of(sample(5000, () -> random.nextInt(4)));

        assertThat(calibration.tailProbability(3)).isCloseTo(0.25, within(0.02));
        assertThat(calibration.tailProbability(2)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void findsTheScoreOfATailProbability() {
        Random random = new Random(5);
        TailCalibration calibration = TailCalibration.of(sample(5000, () -> -Math.log(1 - random.nextDouble())));

        for (double probability : new double[] {0.5, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-6}) {
            double score = calibration.quantile(probability);
            assertThat(calibration.tailProbability(score)).isCloseTo(probability, within(probability * 1e-3));
            assertThat(score).isCloseTo(-Math.log(probability), within(-0.25 * Math.log(probability)));
        }
    }

    @Test
    void comesBackFromJsonEqual() throws Exception {
        TailCalibration calibration = TailCalibration.of(sample(3000, new Random(6)::nextGaussian));
        ObjectMapper json = new ObjectMapper();
        byte[] bytes = json.writeValueAsBytes(calibration);

        assertThat(json.readValue(bytes, TailCalibration.class)).isEqualTo(calibration);
        assertThat(bytes.length).isLessThan(16_000);
    }
}
