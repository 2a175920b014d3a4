package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundingTest {
    @Test
    void keepsThreeDigitsOfShares() {
        assertThat(Rounding.share(2.0987e-5)).isEqualTo(2.10e-5);
        assertThat(Rounding.share(0.0009996)).isEqualTo(0.001);
        assertThat(Rounding.share(1)).isEqualTo(1);
        assertThat(Rounding.share(1e-15)).isEqualTo(1e-15);
    }

    @Test
    void leavesRoundedFiguresAlone() {
        for (double value = 1e-12; value < 1; value *= 1.37) {
            assertThat(Rounding.share(Rounding.share(value))).isEqualTo(Rounding.share(value));
        }
    }
}
