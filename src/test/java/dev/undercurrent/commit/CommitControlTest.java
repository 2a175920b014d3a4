package dev.undercurrent.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CommitControlTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final AtomicReference<Map<String, ThreadTimes>> threads = new AtomicReference<>(Map.of());
    private final CommitPace pace = new CommitPace(INTERVAL);
    private final CommitControl control = new CommitControl(threads::get, pace);

    @Test
    void commitsGetHalfOfTheTimeBesideTheRecords() {
        step(Map.of("a", times(0, 0, 0)));
        step(Map.of("a", times(0.28, 0.12, 5))); // 24 ms each, 20 % of a second for them

        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void aThreadWithoutTimeToSpareKeepsToTheInterval() {
        step(Map.of("a", times(0, 0, 0)));
        step(Map.of("a", times(0.01, 0.12, 5)));

        assertThat(pace.pause()).isEqualTo(INTERVAL);
        assertThat(pace.isDue()).isFalse();
    }

    @Test
    void aThreadAtLeisureCommitsFourTimesAsOften() {
        step(Map.of("a", times(5, 1, 100)));
        step(Map.of("a", times(5.9, 1.01, 105)));

        assertThat(pace.pause()).isEqualTo(INTERVAL.dividedBy(4));
    }

    @Test
    void theBusiestThreadDecides() {
        step(Map.of("a", times(0, 0, 0), "b", times(0, 0, 0)));
        step(Map.of("a", times(0.9, 0.01, 5), "b", times(0.28, 0.12, 5)));

        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void whereNothingWasCommittedThePaceStays() {
        step(Map.of("a", times(0, 0, 0)));
        step(Map.of("a", times(0.28, 0.12, 5)));
        step(Map.of("a", times(1.28, 0.12, 5)));

        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void aThreadThatIsNewSaysNothing() {
        step(Map.of("a", times(0.9, 0.01, 5)));

        assertThat(pace.pause()).isEqualTo(INTERVAL);
    }

    @Test
    void theMetersOfAllButIdleTimeMayStandStill() {
        step(Map.of("a", times(0, 0, 0)));
        step(Map.of("a", times(0, 0, 5)));

        assertThat(pace.pause()).isEqualTo(INTERVAL);
    }

    private void step(Map<String, ThreadTimes> now) {
        threads.set(now);
        control.step(SECOND);
    }

    private static ThreadTimes times(double waitingSeconds, double committingSeconds, double commits) {
        return new ThreadTimes(waitingSeconds * 1e9, committingSeconds * 1e9, commits);
    }
}
