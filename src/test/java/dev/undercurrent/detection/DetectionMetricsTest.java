package dev.undercurrent.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.report.CurvePoint;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionMetricsTest {
    @Test
    void perfectRankingScoresOne() {
        DetectionMetrics metrics = metrics(new double[] {4, 3, 2, 1}, 1, 1, 0, 0);

        assertThat(metrics.auroc()).isEqualTo(1);
        assertThat(metrics.averagePrecision()).isEqualTo(1);
    }

    @Test
    void countsPairsAndStepsByHand() {
        DetectionMetrics metrics = metrics(new double[] {0.1, 0.4, 0.35, 0.8}, 0, 0, 1, 1);

        assertThat(metrics.auroc()).isEqualTo(0.75);
        assertThat(metrics.averagePrecision()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-15));
    }

    @Test
    void constantScoreIsAChanceRanking() {
        DetectionMetrics metrics = metrics(new double[] {7, 7, 7, 7, 7}, 1, 0, 0, 0, 0);

        assertThat(metrics.auroc()).isEqualTo(0.5);
        assertThat(metrics.averagePrecision()).isEqualTo(0.2);
        assertThat(metrics.curve(100)).containsExactly(new CurvePoint(7, 5, 0.2, 1));
    }

    @Test
    void ignoresUnlabelledUnits() {
        DetectionMetrics metrics = metrics(new double[] {9, 4, 3}, -1, 1, 0);

        assertThat(metrics.rows()).isEqualTo(2);
        assertThat(metrics.precisionAt(0.5)).isEqualTo(1);
    }

    @Test
    void expectsTheShareOfATieThatCrossesTheAlerts() {
        DetectionMetrics metrics = metrics(new double[] {5, 3, 3, 3, 3, 1, 1, 1, 1, 1}, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0);

        assertThat(metrics.precisionAt(0.3)).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(metrics.recallAt(0.3)).isEqualTo(0.5);
    }

    @Test
    void staysWithinTheAlertsOfABudget() {
        DetectionMetrics metrics = metrics(new double[] {5, 4, 3, 3, 1}, 1, 0, 1, 0, 0);

        assertThat(metrics.within(3)).isEqualTo(new CurvePoint(4, 2, 0.5, 0.5));
        assertThat(metrics.within(4)).isEqualTo(new CurvePoint(3, 4, 0.5, 1));
        assertThat(metrics.within(0.5).alerts()).isZero();
    }

    @Test
    void agreesWithThePairwiseDefinitionOnTiedScores() {
        Random random = new Random(5);
        double[] scores = new double[400];
        byte[] labels = new byte[400];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = (byte) (random.nextInt(4) == 0 ? 1 : 0);
            scores[i] = random.nextInt(30) + labels[i] * 5;
        }
        double wins = 0;
        double pairs = 0;
        for (int p = 0; p < 400; p++) {
            for (int n = 0; n < 400; n++) {
                if (labels[p] == 1 && labels[n] == 0) {
                    pairs++;
                    wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                }
            }
        }

        assertThat(DetectionMetrics.of(scores, labels).auroc()).isCloseTo(wins / pairs, within(1e-12));
    }

    @Test
    void compressesTheCurveAndKeepsItsEnds() {
        Random random = new Random(1);
        double[] scores = random.doubles(100_000).toArray();
        byte[] labels = new byte[scores.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (random.nextDouble() < 0.3 * scores[i] ? 1 : 0);
        }

        var curve = DetectionMetrics.of(scores, labels).curve(200);

        assertThat(curve).hasSizeBetween(60, 250);
        assertThat(curve.get(0).alerts()).isEqualTo(1);
        assertThat(curve.get(curve.size() - 1).recall()).isEqualTo(1);
        assertThat(curve.get(curve.size() - 1).alerts()).isEqualTo(100_000);
    }

    @Test
    void isNotANumberWithoutPositives() {
        DetectionMetrics metrics = metrics(new double[] {1, 2}, 0, 0);

        assertThat(metrics.auroc()).isNaN();
        assertThat(metrics.averagePrecision()).isNaN();
        assertThat(metrics.recallAt(0.5)).isNaN();
        assertThat(metrics.precisionAt(0.5)).isZero();
    }

    @Test
    void refusesNotANumber() {
        assertThatThrownBy(() -> metrics(new double[] {1, Double.NaN}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores[1]: NaN (expected: a number)");
    }

    private static DetectionMetrics metrics(double[] scores, int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return DetectionMetrics.of(scores, bytes);
    }
}
