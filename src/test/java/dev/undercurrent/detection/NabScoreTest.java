package dev.undercurrent.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NabScoreTest {
    private static final double LEFT_EDGE = 2 / (1 + Math.exp(-5)) - 1;

    private final double[] scores = new double[1000];
    private final byte[] labels = new byte[1000];

    @Test
    void detectionAtTheLeftEdgeIsPerfect() {
        window(500, 600);
        scores[500] = 1;

        assertThat(score(NabProfile.STANDARD)).isEqualTo(new NabScore(NabProfile.STANDARD, 100, 1, 1));
    }

    @Test
    void laterDetectionEarnsTheSigmoidOfItsPosition() {
        window(500, 600);
        scores[550] = 1;
        double half = (2 / (1 + Math.exp(-2.5)) - 1) / LEFT_EDGE;

        assertThat(score(NabProfile.STANDARD).score()).isCloseTo(100 * (half + 1) / 2, within(1e-9));
        assertThat(score(NabProfile.REWARD_LOW_FALSE_NEGATIVES).score()).isCloseTo(100 * (half + 2) / 3, within(1e-9));
    }

    @Test
    void onlyTheEarliestDetectionOfAWindowCounts() {
        window(500, 600);
        scores[500] = 1;
        scores[550] = 1;

        assertThat(score(NabProfile.STANDARD).score()).isEqualTo(100);
    }

    @Test
    void falseAlarmsCostTheirWeightFarFromAWindowAndLessJustPastIt() {
        window(500, 600);
        scores[500] = 1;
        scores[300] = 1;

        assertThat(score(NabProfile.STANDARD).score()).isCloseTo(100 * (2 - 0.11) / 2, within(1e-9));
        assertThat(score(NabProfile.REWARD_LOW_FALSE_POSITIVES).score()).isCloseTo(100 * (2 - 0.22) / 2, within(1e-9));

        scores[300] = 0;
        scores[609] = 1;
        double past = 1 - 2 / (1 + Math.exp(5 * 10.0 / 99));
        assertThat(score(NabProfile.STANDARD).score()).isCloseTo(100 * (2 - 0.11 * past) / 2, within(1e-9));
    }

    @Test
    void probationNeitherEarnsNorCosts() {
        window(500, 600);
        scores[149] = 1;
        scores[500] = 1;

        assertThat(score(NabProfile.STANDARD).score()).isEqualTo(100);

        scores[150] = 1;
        assertThat(score(NabProfile.STANDARD).score()).isLessThan(95);
    }

    @Test
    void rowsBeforeTheScoredOnesUseUpTheProbation() {
        window(0, 10);
        scores[0] = 1;

        NabScore scored = NabScore.of(List.of(NabSeries.of(scores, labels, 400)), NabProfile.STANDARD);

        assertThat(scored.score()).isEqualTo(100);
    }

    @Test
    void sharesOneThresholdAmongSeries() {
        window(500, 600);
        scores[500] = 1;
        double[] loud = new double[1000];
        loud[400] = 5;
        NabSeries noise = NabSeries.of(loud, new byte[1000], 0);

        NabScore scored = NabScore.of(List.of(NabSeries.of(scores, labels, 0), noise), NabProfile.STANDARD);

        assertThat(scored.score()).isCloseTo(100 * (2 - 0.11) / 2, within(1e-9));
        assertThat(scored.threshold()).isEqualTo(1);
    }

    @Test
    void flagsNothingWhereThatIsBest() {
        window(990, 1000);
        for (int i = 0; i < 900; i++) {
            scores[i] = 1;
        }

        assertThat(score(NabProfile.STANDARD))
                .isEqualTo(new NabScore(NabProfile.STANDARD, 0, Double.POSITIVE_INFINITY, 1));
    }

    private NabScore score(NabProfile profile) {
        return NabScore.of(List.of(NabSeries.of(scores, labels, 0)), profile);
    }

    private void window(int from, int to) {
        for (int i = from; i < to; i++) {
            labels[i] = 1;
        }
    }
}
