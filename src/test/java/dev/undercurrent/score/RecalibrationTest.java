package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
    private static final double RISK = 0.01;

    private final Random random = new Random(7);
    private final Recalibration recalibration = new Recalibration(3, TailCalibration.of(exponential(5000)));
    private Drift drift = recalibration.from(null);

    private double[] exponential(int count) {
        return random.doubles(count).map(share -> -Math.log(1 - share)).toArray();
    }

    /** Feeds so many scores; the share that is flagged. */
    private double flagged(int count, DoubleUnaryOperator moved) {
        int flags = 0;
        for (double score : exponential(count)) {
            double ranked = moved.applyAsDouble(score);
            flags += recalibration.tailProbability(drift, ranked) < RISK ? 1 : 0;
            drift = recalibration.next(drift, ranked);
        }
        return (double) flags / count;
    }

    @Test
    void isTheCalibrationAsLongAsNothingWasSeen() {
        TailCalibration calibration = TailCalibration.of(exponential(5000));
        Recalibration fresh = new Recalibration(1, calibration);
        for (double score : new double[] {-1, 0.1, 0.7, 1.4, 3, 5, 20}) {
            assertThat(fresh.tailProbability(fresh.from(null), score))
                    .isCloseTo(calibration.tailProbability(score), within(1e-3));
        }
    }

    @Test
    void keepsTheShareOfFlagsWhereNothingMoves() {
        assertThat(flagged(20_000, score -> score)).isBetween(RISK / 1.5, RISK * 1.5);
    }

    @Test
    void absorbsALastingShiftOfTheLevel() {
        flagged(5000, score -> score);

        assertThat(flagged(200, score -> score + 50)).isGreaterThan(0.2);
        flagged(5000, score -> score + 50);
        assertThat(flagged(20_000, score -> score + 50)).isLessThan(2 * RISK);
    }

    @Test
    void absorbsALastingChangeOfTheSpread() {
        flagged(5000, score -> 4 * score);

        assertThat(flagged(20_000, score -> 4 * score)).isBetween(RISK / 2, RISK * 2);
    }

    @Test
    void doesNotAbsorbABurst() {
        flagged(5000, score -> score);

        assertThat(flagged(40, score -> score + 50)).isEqualTo(1);
        assertThat(flagged(1000, score -> score)).isBetween(0.0, 2 * RISK);
        assertThat(flagged(40, score -> score + 50)).isEqualTo(1);
    }

    @Test
    void flagsAfterAShiftWhatStandsOutThere() {
        flagged(10_000, score -> score + 50);

        assertThat(recalibration.tailProbability(drift, 50.7)).isBetween(0.2, 0.9);
        assertThat(recalibration.tailProbability(drift, 80)).isLessThan(1e-4);
    }

    @Test
    void leavesTheOrderOfScoresAlone() {
        flagged(3000, score -> 3 * score - 2);

        double last = 1;
        for (double score = -10; score < 100; score += 0.25) {
            double share = recalibration.tailProbability(drift, score);
            assertThat(share).isLessThanOrEqualTo(last).isPositive();
            last = share;
        }
    }

    @Test
    void letsTooFewScoresForATailFlagAllTheSame() {
        Recalibration few = new Recalibration(1, TailCalibration.of(exponential(60)));

        assertThat(few.tailProbability(few.from(null), 30)).isLessThan(1e-3);
    }

    @Test
    void beginsAnewWithAnotherVersion() {
        flagged(1000, score -> score + 5);
        Recalibration next = new Recalibration(4, TailCalibration.of(exponential(500)));

        assertThat(next.from(drift)).isEqualTo(next.from(null));
        assertThat(recalibration.from(drift)).isSameAs(drift);
    }

    @Test
    void survivesAStore() {
        flagged(1000, score -> 2 * score);

        assertThat(Drift.of(drift.toBytes())).isEqualTo(drift);
    }

    @Test
    void takesScoresThatAreNoNumbers() {
        assertThat(recalibration.next(drift, Double.NaN)).isEqualTo(drift);
        assertThat(recalibration.tailProbability(drift, Double.NaN)).isEqualTo(1);
        assertThat(recalibration.tailProbability(drift, Double.POSITIVE_INFINITY))
                .isPositive();
    }
}
