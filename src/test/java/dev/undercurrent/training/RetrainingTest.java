package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.training.ReservoirTest.MapSlots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetrainingTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final TrainingConfig config =
            new TrainingConfig(Duration.ofHours(6), 100, 1_000, 0.2, Duration.ofMinutes(1));
    private final Retraining retraining = new Retraining(config, 1, new MapSlots(), RetrainingState.NEW);

    @Test
    void isDueAtTheFirstUnitsAndWheneverTheyHaveDoubled() {
        add(99, false);
        assertThat(retraining.isDue(0)).isFalse();
        add(1, false);
        assertThat(retraining.isDue(0)).isTrue();

        retraining.begin(0);
        assertThat(retraining.isDue(0)).isFalse();
        add(99, false);
        assertThat(retraining.isDue(0)).isFalse();
        add(1, false);
        assertThat(retraining.isDue(0)).isTrue();
    }

    @Test
    void isDueByTheClockOnceTheSampleIsFull() {
        add(1_000, false);
        retraining.begin(0);

        add(5_000, false);

        assertThat(retraining.isDue(6 * HOUR - 1)).isFalse();
        assertThat(retraining.isDue(6 * HOUR)).isTrue();
    }

    @Test
    void isDueWhenTheLastRoundLiesFarAheadOfTheClock() {
        add(1_000, false);
        retraining.begin(100 * HOUR);

        add(5_000, false);

        assertThat(retraining.isDue(94 * HOUR + 1)).isFalse();
        assertThat(retraining.isDue(94 * HOUR)).isTrue();
    }

    @Test
    void waitsForFreshUnitsWhateverTheClockSays() {
        add(1_000, false);
        retraining.begin(0);

        add(19, false);
        assertThat(retraining.isDue(100 * HOUR)).isFalse();
        add(1, false);
        assertThat(retraining.isDue(100 * HOUR)).isTrue();
    }

    @Test
    void holdsOutTheLatestFifth() {
        add(100, false);

        Sample sample = retraining.begin(0);

        assertThat(ReservoirTest.numbers(sample.training())).hasSize(80).last().isEqualTo(79);
        assertThat(ReservoirTest.numbers(sample.holdout())).hasSize(20).first().isEqualTo(80);
    }

    @Test
    void takesALastingShiftForTheNewNormal() {
        add(1_000, false);
        retraining.begin(0);
        retraining.published(1);

        add(130, true);
        assertThat(retraining.isShifted()).isFalse();
        add(20, true);

        assertThat(retraining.isShifted()).isTrue();
        assertThat(retraining.isDue(1)).isTrue();
        retraining.begin(1);
        assertThat(retraining.isShifted()).isFalse();
    }

    @Test
    void survivesARestart() {
        add(150, false);
        retraining.begin(42);
        retraining.published(3);

        RetrainingState restored = RetrainingState.fromBytes(retraining.state().toBytes());

        assertThat(restored).isEqualTo(retraining.state());
        assertThat(restored.seen()).isEqualTo(150);
        assertThat(restored.version()).isEqualTo(3);
    }

    private void add(int units, boolean flagged) {
        for (int left = units; left > 0; left--) {
            retraining.add(ReservoirTest.unit((int) retraining.state().seen(), flagged));
        }
    }
}
