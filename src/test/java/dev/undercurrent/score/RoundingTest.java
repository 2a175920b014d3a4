package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundingTest {
    @Test
    void keepsFourDecimalsOfNats() {
        assertThat(Rounding.nats(34.21236)).isEqualTo(34.2124);
        assertThat(Rounding.nats(-0.00001)).isEqualTo(0.0);
        assertThat(Double.doubleToRawLongBits(Rounding.nats(-0.00001))).isZero();
        assertThat(Rounding.nats(1.23456789e15)).isEqualTo(1.23456789e15);
    }

    @Test
    void keepsThreeDigitsOfShares() {
        assertThat(Rounding.share(2.0987e-5)).isEqualTo(2.10e-5);
        assertThat(Rounding.share(0.0009996)).isEqualTo(0.001);
        assertThat(Rounding.share(1)).isEqualTo(1);
        assertThat(Rounding.share(1e-15)).isEqualTo(1e-15);
    }

    @Test
    void keepsSixDigitsOfFigures() {
        assertThat(Rounding.figure(43.2123456)).isEqualTo(43.2123);
        assertThat(Rounding.figure(-1234567.8)).isEqualTo(-1234570.0);
        assertThat(Rounding.figure(1.23456789e-9)).isEqualTo(1.23457e-9);
        assertThat(Rounding.figure(0)).isZero();
        assertThat(Rounding.figure(Double.NaN)).isNaN();
    }

    @Test
    void leavesRoundedFiguresAlone() {
        for (double value = 1e-12; value < 1; value *= 1.37) {
            assertThat(Rounding.share(Rounding.share(value))).isEqualTo(Rounding.share(value));
        }
    }
}
