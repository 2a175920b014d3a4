package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.training.Reservoir.Sizes;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RetrainingTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final TrainingConfig config =
            new TrainingConfig(Duration.ofHours(6), 100, 1_000, 0.2, Duration.ofMinutes(1));
    private final Reservoir.Slots slots = Reservoir.Slots.inMemory();
    private Retraining retraining = new Retraining(config, 1, slots, RetrainingState.begin(Sizes.of(config)));

    private int added;

    @Test
    void isDueAtTheFirstUnitsAndWheneverTheyHaveDoubled() {
        add(99, false);
        assertThat(retraining.isDue(0)).isFalse();
        add(1, false);
        assertThat(retraining.isDue(0)).isTrue();

        round(0, 0);
        assertThat(retraining.isDue(0)).isFalse();
        add(99, false);
        assertThat(retraining.isDue(0)).isFalse();
        add(1, false);
        assertThat(retraining.isDue(0)).isTrue();
    }

    @Test
    void isDueByTheClockOnceTheSampleIsFull() {
        add(1_000, false);
        round(0, 0);

        add(5_000, false);

        assertThat(retraining.isDue(6 * HOUR - 1)).isFalse();
        assertThat(retraining.isDue(6 * HOUR)).isTrue();
    }

    @Test
    void isDueWhenTheLastRoundLiesFarAheadOfTheClock() {
        add(1_000, false);
        round(100 * HOUR, 0);

        add(5_000, false);

        assertThat(retraining.isDue(94 * HOUR + 1)).isFalse();
        assertThat(retraining.isDue(94 * HOUR)).isTrue();
    }

    @Test
    void waitsForFreshUnitsWhateverTheClockSays() {
        add(1_000, false);
        round(0, 0);

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
        round(0, 1);

        add(130, true);
        assertThat(retraining.isShifted()).isFalse();
        add(20, true);

        assertThat(retraining.isShifted()).isTrue();
        assertThat(retraining.isDue(1)).isTrue();
        retraining.begin(1);
        assertThat(retraining.isShifted()).isTrue();
        retraining.ended(0);
        assertThat(retraining.isShifted()).isFalse();
    }

    @Test
    void aRoundThatWasCutOffIsBegunAnewAMinuteLater() {
        add(1_000, false);
        round(0, 1);
        add(500, false);
        assertThat(retraining.isDue(7 * HOUR)).isTrue();
        retraining.begin(7 * HOUR);
        restart(config);

        assertThat(retraining.isDue(7 * HOUR + 59_999)).isFalse();
        assertThat(retraining.isDue(7 * HOUR + 60_000)).isTrue();
        round(7 * HOUR + 60_000, 2);
        add(500, false);
        assertThat(retraining.isDue(7 * HOUR + 120_000)).isFalse();
        assertThat(retraining.isDue(13 * HOUR + 60_000)).isTrue();
    }

    @Test
    void aShiftWhoseRoundWasCutOffIsStillOne() {
        add(1_000, false);
        round(0, 1);
        add(150, true);
        retraining.begin(HOUR);
        restart(config);
        add(1, true);

        assertThat(retraining.isShifted()).isTrue();
        assertThat(retraining.isDue(HOUR + 60_000)).isTrue();
    }

    @Test
    void laysOutWhatIsKeptAnewWhereTheSampleHasChanged() {
        add(1_000, false);
        round(0, 1);
        add(300, false);
        assertThat(retraining.fit()).isFalse();
        restart(new TrainingConfig(Duration.ofHours(6), 100, 5_000, 0.1, Duration.ofMinutes(1)));

        assertThat(retraining.fit()).isTrue();
        assertThat(retraining.state().seen()).isEqualTo(1_000);
        assertThat(retraining.state().seenAtTraining()).isEqualTo(700);
        Sample sample = retraining.begin(6 * HOUR);
        assertThat(sample.training()).hasSize(900);
        assertThat(ReservoirTest.numbers(sample.holdout()))
                .hasSize(100)
                .startsWith(1_200)
                .endsWith(1_299);
        restart(new TrainingConfig(Duration.ofHours(6), 100, 5_000, 0.1, Duration.ofMinutes(1)));
        assertThat(retraining.fit()).isFalse();
    }

    @Test
    void survivesARestart() {
        add(150, false);
        round(42, 3);

        RetrainingState restored = RetrainingState.fromBytes(retraining.state().toBytes(), new Sizes(7, 7));

        assertThat(restored).isEqualTo(retraining.state());
        assertThat(restored.seen()).isEqualTo(150);
        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.sizes()).isEqualTo(Sizes.of(config));
    }

    @Test
    void readsTheStateOfABuildThatSaidNoSizes() {
        add(150, false);
        round(42, 3);
        byte[] bytes = retraining.state().toBytes();

        byte[] before = Arrays.copyOf(bytes, bytes.length - Long.BYTES - 2 * Integer.BYTES);

        assertThat(RetrainingState.fromBytes(before, Sizes.of(config))).isEqualTo(retraining.state());
    }

    private void round(long wallClockTime, int version) {
        retraining.begin(wallClockTime);
        retraining.ended(version);
    }

    private void restart(TrainingConfig changed) {
        RetrainingState kept = RetrainingState.fromBytes(retraining.state().toBytes(), Sizes.of(changed));
        retraining = new Retraining(changed, 1, slots, kept);
    }

    private void add(int units, boolean flagged) {
        for (int left = units; left > 0; left--) {
            retraining.add(ReservoirTest.unit(added++, flagged));
        }
    }
}
