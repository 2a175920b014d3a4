package dev.undercurrent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void numbersHaveThreeSignificantDigits() {
        assertThat(Format.number(0)).isEqualTo("0");
        assertThat(Format.number(9.7149)).isEqualTo("9.71");
        assertThat(Format.number(48_211.7)).isEqualTo("48,212");
        assertThat(Format.number(2.1e-5)).isEqualTo("2.1e-5");
        assertThat(Format.number(1e-12)).isEqualTo("1e-12");
        assertThat(Format.number(3e300)).isEqualTo("3e300");
        assertThat(Format.number(Double.NaN)).isEqualTo("–");
    }

    @Test
    void durationsHaveTwoUnits() {
        assertThat(Format.seconds(0)).isEqualTo("0 s");
        assertThat(Format.seconds(93)).isEqualTo("1 min 33 s");
        assertThat(Format.seconds(7200)).isEqualTo("2 h");
        assertThat(Format.seconds(100_800)).isEqualTo("1 d 4 h");
        assertThat(Format.seconds(Double.NaN)).isEqualTo("–");
    }

    @Test
    void sharesArePercent() {
        assertThat(Format.percent(0.61)).isEqualTo("61 %");
        assertThat(Format.percent(0.001)).isEqualTo("0.1 %");
    }
}
