package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowNumbersTest {
    private final RowNumbers numbers = new RowNumbers();

    @Test
    void numbersOfDroppedRowsAreGivenAgain() {
        assertThat(numbers.take()).isZero();
        assertThat(numbers.take()).isEqualTo(1);
        numbers.give(0);
        assertThat(numbers.take()).isZero();
        assertThat(numbers.take()).isEqualTo(2);
    }

    @Test
    void newNumbersLieAboveThoseOfRowsThatWereRead() {
        numbers.use(7);
        numbers.give(3);
        numbers.give(9);
        assertThat(numbers.stored()).isEqualTo(2);
        assertThat(numbers.take()).isEqualTo(9);
        assertThat(numbers.take()).isEqualTo(3);
        assertThat(numbers.take()).isEqualTo(10);
    }

    @Test
    void deletesTheRowsDroppedFirstAndStillGivesTheirNumbersLast() {
        for (int number = 0; number < 6; number++) {
            numbers.give(number);
        }
        assertThat(numbers.delete()).isZero();
        assertThat(numbers.delete()).isEqualTo(1);
        assertThat(numbers.stored()).isEqualTo(4);
        for (int number = 5; number >= 0; number--) {
            assertThat(numbers.take()).isEqualTo(number);
        }
        assertThat(numbers.take()).isEqualTo(6);
        numbers.give(1);
        assertThat(numbers.stored()).isEqualTo(1);
    }
}
