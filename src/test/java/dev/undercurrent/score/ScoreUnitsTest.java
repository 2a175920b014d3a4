package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreUnitsTest {
    private static final double[] NO_TAIL = {};

    private static double[][] column(double... values) {
        double[][] rows = new double[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {values[i]};
        }
        return rows;
    }

    @Test
    void measuresFromTheMedianInStepsToTheThirdQuartile() {
        ScoreUnits units = ScoreUnits.fit(new int[] {1}, column(5, 1, 3, 2, 4), NO_TAIL);

        assertThat(units.score(new double[] {3}, 0)).isZero();
        assertThat(units.score(new double[] {4}, 0)).isCloseTo(1 / (1 + 1e-6 + 3e-3), within(1e-12));
        assertThat(units.score(new double[] {1}, 0)).isCloseTo(-2 / (1 + 1e-6 + 3e-3), within(1e-12));
    }

    @Test
    void risesWithTheSurpriseOfASingleMember() {
        ScoreUnits units = ScoreUnits.fit(new int[] {1}, column(0.5, 0.1, 7, 3, 3), NO_TAIL);
        double last = Double.NEGATIVE_INFINITY;
        for (double surprise = -50; surprise < 50; surprise += 0.1) {
            double score = units.score(new double[] {surprise}, 123);
            assertThat(score).isGreaterThan(last);
            last = score;
        }
    }

    @Test
    void takesTheMeanOfMembersWithOneHistoryForOneTerm() {
        double[][] surprises = {{1, 3, 10}, {3, 5, 20}, {5, 7, 30}};
        ScoreUnits units = ScoreUnits.fit(new int[] {1, 1, 5}, surprises, NO_TAIL);

        assertThat(units.kinds()).extracting(ScoreUnits.Kind::members).containsExactly(List.of(0, 1), List.of(2));
        assertThat(units.kinds().get(0).unit().median()).isEqualTo(4);
        assertThat(units.kinds().get(1).unit().median()).isEqualTo(20);
        assertThat(units.score(new double[] {4, 4, 20}, 0)).isZero();
        assertThat(units.score(new double[] {0, 8, 20}, 0)).isZero();
    }

    @Test
    void addsTheMarginalTailInItsOwnUnit() {
        double[][] surprises = column(1, 2, 3);
        ScoreUnits with = ScoreUnits.fit(new int[] {1}, surprises, new double[] {10, 20, 30});
        ScoreUnits without = ScoreUnits.fit(new int[] {1}, surprises, NO_TAIL);

        assertThat(with.hasTail()).isTrue();
        assertThat(with.score(new double[] {9}, 20)).isEqualTo(without.score(new double[] {9}, 20));
        assertThat(with.score(new double[] {2}, 25)).isCloseTo(5 / (5 + 1e-6 + 2e-2), within(1e-12));
    }

    @Test
    void givesConstantScoresASmallButPositiveUnit() {
        assertThat(ScoreUnits.fit(new int[] {1}, column(0, 0, 0), NO_TAIL).score(new double[] {1e-6}, 0))
                .isEqualTo(1);
    }

    @Test
    void refusesToAddUpNothing() {
        assertThatThrownBy(() -> new ScoreUnits(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("units: 0 kinds and 0 tails (expected: a kind or more, one tail at most)");
    }
}
