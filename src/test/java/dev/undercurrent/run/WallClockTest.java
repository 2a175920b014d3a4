package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long START = 1_700_000_000_000L;

    private long millis = START;
    private long nanos;
    private Duration pause = Duration.ZERO;
    private final WallClock clock = new WallClock(this::millisThenPause, () -> nanos);

    @Test
    void isContentWhileTimeGoesOnAndWhenItLeapsAhead() {
        pass(Duration.ofDays(3));
        assertThatCode(clock::check).doesNotThrowAnyException();

        millis += Duration.ofHours(3).toMillis();
        assertThatCode(clock::check).doesNotThrowAnyException();
    }

    @Test
    void bearsASmallCorrection() {
        pass(Duration.ofSeconds(5));
        millis -= 5_000;

        assertThatCode(clock::check).doesNotThrowAnyException();
    }

    @Test
    void noticesThatItIsBehindTheFarthestItHasBeen() {
        millis += Duration.ofHours(3).toMillis();
        clock.check();
        pass(Duration.ofSeconds(5));
        millis -= Duration.ofHours(3).toMillis();

        assertThatThrownBy(clock::check)
                .isInstanceOf(WallClockException.class)
                .hasMessage("wall clock: set back by PT3H (expected: at most PT5S); Kafka's clients would wait for as"
                        + " long, so this instance ends: start it again");
    }

    @Test
    void isContentWhereTheProcessStandsStillBetweenOneClockAndTheOther() {
        pause = Duration.ofSeconds(15);

        assertThatCode(clock::check).doesNotThrowAnyException();
        assertThat(pause).isZero();
    }

    private long millisThenPause() {
        long read = millis;
        pass(pause);
        pause = Duration.ZERO;
        return read;
    }

    private void pass(Duration time) {
        millis += time.toMillis();
        nanos += time.toNanos();
    }
}
