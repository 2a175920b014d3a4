package dev.undercurrent.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DetectorTest {
    private static final int ROWS = 600;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RANDOM")
    void ranksAPlantedOutlierFirst(Baseline baseline) {
        double[][] rows = blob(3);
        Detector detector = baseline.detector(7);
        detector.fit(rows, ROWS);

        double outlier = detector.score(new double[] {9, -9, 9, -9});

        assertThat(Arrays.stream(scores(detector, rows)).max().orElseThrow()).isLessThan(outlier);
    }

    @ParameterizedTest
    @EnumSource
    void scoresAreEqualForEqualSeeds(Baseline baseline) {
        double[][] rows = blob(3);

        assertThat(fitted(baseline, 7, rows)).containsExactly(fitted(baseline, 7, rows));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ROBUST_Z", "PCA", "KNN"})
    void anotherSeedGivesOtherScores(Baseline baseline) {
        double[][] rows = blob(3);

        assertThat(fitted(baseline, 7, rows)).isNotEqualTo(fitted(baseline, 8, rows));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RANDOM")
    void fittingAnewForgetsTheOldRows(Baseline baseline) {
        double[][] far = blob(4);
        for (double[] row : far) {
            row[0] += 100;
        }
        Detector detector = baseline.detector(7);
        detector.fit(far, ROWS);
        detector.fit(blob(3), ROWS);

        assertThat(scores(detector, blob(5))).isEqualTo(scores(again(baseline), blob(5)));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RANDOM")
    void learnsFromASingleRow(Baseline baseline) {
        Detector detector = baseline.detector(7);
        detector.fit(new double[][] {{1, 2}}, 1);

        assertThat(detector.score(new double[] {1, 2})).isFinite();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RANDOM")
    void refusesToScoreBeforeAFit(Baseline baseline) {
        assertThatThrownBy(() -> baseline.detector(1).score(new double[] {1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("score: called before fit (expected: fit first)");
    }

    private static Detector again(Baseline baseline) {
        Detector detector = baseline.detector(7);
        detector.fit(blob(3), ROWS);
        return detector;
    }

    private static double[] fitted(Baseline baseline, long seed, double[][] rows) {
        Detector detector = baseline.detector(seed);
        detector.fit(rows, ROWS);
        return scores(detector, rows);
    }

    private static double[] scores(Detector detector, double[][] rows) {
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = detector.score(rows[i]);
        }
        return scores;
    }

    private static double[][] blob(long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[ROWS][4];
        for (double[] row : rows) {
            double common = random.nextGaussian();
            for (int f = 0; f < row.length; f++) {
                row[f] = 0.8 * common + 0.6 * random.nextGaussian();
            }
        }
        return rows;
    }
}
