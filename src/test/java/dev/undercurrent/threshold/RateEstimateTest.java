package dev.undercurrent.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateEstimateTest {
    private static final long MINUTE = 60_000;

    private static RateEstimate steady(RateEstimate rate, long from, long step, int count) {
        for (int i = 0; i < count; i++) {
            rate = rate.after(from + i * step);
        }
        return rate;
    }

    @Test
    void knowsNoRateOfAFewUnitsOrOfASecond() {
        assertThat(RateEstimate.NONE.perDay()).isEqualTo(Threshold.UNKNOWN_RATE);
        assertThat(steady(RateEstimate.NONE, 0, MINUTE, 19).perDay()).isEqualTo(Threshold.UNKNOWN_RATE);
        assertThat(steady(RateEstimate.NONE, 0, 1, 1000).perDay()).isEqualTo(Threshold.UNKNOWN_RATE);
    }

    @Test
    void findsASteadyRateFromTheFirstHourOn() {
        assertThat(steady(RateEstimate.NONE, 0, MINUTE, 61).perDay()).isCloseTo(1440, within(30.0));
        assertThat(steady(RateEstimate.NONE, 0, MINUTE, 20_000).perDay()).isCloseTo(1440, within(2.0));
    }

    @Test
    void followsAChangeWithinDays() {
        RateEstimate slow = steady(RateEstimate.NONE, 0, 10 * MINUTE, 1440);
        RateEstimate fast = steady(slow, slow.last() + MINUTE, MINUTE, 5 * 1440);

        assertThat(slow.perDay()).isCloseTo(144, within(1.0));
        assertThat(fast.perDay()).isCloseTo(1440, within(15.0));
    }

    @Test
    void ofALongStandstillADayCounts() {
        RateEstimate before = steady(RateEstimate.NONE, 0, MINUTE, 20_000);
        RateEstimate after = before.after(before.last() + 10 * 1440 * MINUTE);

        assertThat(after.perDay()).isBetween(1440 / Math.E, 1440.0);
        assertThat(steady(after, after.last() + MINUTE, MINUTE, 3 * 1440).perDay())
                .isCloseTo(1440, within(50.0));
    }

    @Test
    void aSlowStreamIsNotTakenForOneThatStandsStill() {
        assertThat(steady(RateEstimate.NONE, 0, 3 * 1440 * MINUTE, 100).perDay())
                .isCloseTo(1, within(0.1));
    }

    @Test
    void unitsOfAncientTimesSayNothingOfTheRate() {
        RateEstimate first = RateEstimate.NONE.after(0);
        RateEstimate late =
                steady(RateEstimate.NONE, 20_000 * 1440 * MINUTE, MINUTE, 61).after(0);

        assertThat(steady(first, 20_000 * 1440 * MINUTE, MINUTE, 61).perDay()).isCloseTo(1440, within(30.0));
        assertThat(late.perDay()).isCloseTo(1440, within(30.0));
    }

    @Test
    void countsTheSameInAnyOrder() {
        RateEstimate forward = steady(RateEstimate.NONE, 0, MINUTE, 100);
        RateEstimate backward = steady(RateEstimate.NONE, 99 * MINUTE, -MINUTE, 100);

        assertThat(backward.perDay()).isCloseTo(forward.perDay(), within(1e-6));
    }
}
