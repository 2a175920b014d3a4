package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothingTest {
    @Test
    void nearsALastingScoreGeometrically() {
        Smoothing smoothing = new Smoothing(0.25);
        double average = Smoothing.INITIAL;
        for (int i = 1; i <= 10; i++) {
            average = smoothing.next(average, 8);
            assertThat(average).isCloseTo(8 * (1 - Math.pow(0.75, i)), within(1e-12));
        }
    }

    @Test
    void addsEachKeysOwnAverageToItsScores() {
        assertThat(new Smoothing(0.5).over(List.of("a", "b", "a"), new double[] {2, 10, 4}))
                .containsExactly(2 + 1, 10 + 5, 4 + 2.5);
    }

    @Test
    void leavesScoresAsTheyAreWhenOff() {
        assertThat(Smoothing.NONE.isOn()).isFalse();
        assertThat(Smoothing.NONE.over(List.of("a", "a"), new double[] {2, 4})).containsExactly(2, 4);
    }

    @Test
    void refusesAWeightThatIsNone() {
        assertThatThrownBy(() -> new Smoothing(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha: 1.5 (expected: 0..1)");
    }

    @Test
    void aScoreThatIsNoNumberLeavesNoTrace() {
        Smoothing smoothing = new Smoothing(0.5);
        assertThat(smoothing.next(3, Double.NaN)).isEqualTo(3);
        assertThat(smoothing.next(3, Double.POSITIVE_INFINITY)).isEqualTo(3);
    }
}
