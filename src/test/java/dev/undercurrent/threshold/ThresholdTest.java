package dev.undercurrent.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ThresholdTest {
    @Test
    void flagsWhatIsRarerThanTheRisk() {
        Threshold threshold = Threshold.ofRisk(0.001);

        assertThat(threshold.decide(0.000999, 0)).isEqualTo(new Verdict(0.001, true));
        assertThat(threshold.decide(0.001, 0)).isEqualTo(new Verdict(0.001, false));
        assertThat(threshold.decide(1, 1e9)).isEqualTo(new Verdict(0.001, false));
    }

    @Test
    void turnsAlertsADayIntoARiskByTheRate() {
        Threshold threshold = Threshold.ofAlertsPerDay(20, 0.001);

        assertThat(threshold.decide(0.0005, 20_000)).isEqualTo(new Verdict(0.001, true));
        assertThat(threshold.decide(0.0005, 2_000_000)).isEqualTo(new Verdict(0.00001, false));
    }

    @Test
    void neverAcceptsMoreThanHalf() {
        assertThat(Threshold.ofAlertsPerDay(20, 0.001).risk(10)).isEqualTo(0.5);
    }

    @Test
    void goesByTheFallbackWhileNoRateIsKnown() {
        assertThat(Threshold.ofAlertsPerDay(20, 0.002).risk(Threshold.UNKNOWN_RATE))
                .isEqualTo(0.002);
    }

    @Test
    void followsTheConfiguration() {
        assertThat(Threshold.of(new ThresholdConfig(0.01, 0))).isEqualTo(Threshold.ofRisk(0.01));
        assertThat(Threshold.of(new ThresholdConfig(0.01, 5))).isEqualTo(Threshold.ofAlertsPerDay(5, 0.01));
    }

    @Test
    void refusesARiskThatIsNoShare() {
        assertThatThrownBy(() -> Threshold.ofRisk(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risk: 0.0 (expected: a share above 0 and below 1)");
        assertThatThrownBy(() -> Threshold.ofAlertsPerDay(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alertsPerDay: 0.0 or risk 0.1 (expected: above 0, and a share above 0 and below 1)");
    }
}
