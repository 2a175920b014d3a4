package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TrainingRoundsTest {
    private static final Duration BUDGET = Duration.ofMillis(20);

    @Test
    void aTrainingThatHasToWaitKeepsItsBudget() throws InterruptedException {
        BooleanSupplier stop = TrainingRounds.stops(BUDGET).of(0, 1);

        Thread.sleep(2 * BUDGET.toMillis());

        assertThat(stop.getAsBoolean()).isFalse();
    }

    @Test
    void aTrainingEndsWhenItsBudgetIsSpent() {
        BooleanSupplier stop = TrainingRounds.stops(BUDGET).of(0, 1);
        long asked = 1;
        while (!stop.getAsBoolean()) {
            asked++;
        }

        assertThat(asked).isGreaterThan(1);
    }

    @Test
    void aTrainingEndsWhenItIsInterrupted() {
        BooleanSupplier stop = TrainingRounds.stops(Duration.ofHours(1)).of(0, 1);
        Thread.currentThread().interrupt();

        assertThat(stop.getAsBoolean()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void eachMemberHasItsPartOfTheBudget() {
        Trainer.Stops stops = TrainingRounds.stops(Duration.ofMillis(300));
        BooleanSupplier first = stops.of(0, 3);
        BooleanSupplier last = stops.of(2, 3);

        while (!first.getAsBoolean()) {
            Thread.onSpinWait();
        }
        assertThat(last.getAsBoolean()).isFalse();
    }
}
