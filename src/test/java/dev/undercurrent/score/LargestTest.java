package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargestTest {
    @Test
    void givesTheLargestFirst() {
        assertThat(Largest.of(new double[] {1, 5, 3, 4}, 3)).containsExactly(1, 3, 2);
    }

    @Test
    void keepsTheOrderOfEquals() {
        assertThat(Largest.of(new double[] {2, 7, 2, 2}, 3)).containsExactly(1, 0, 2);
    }

    @Test
    void givesAllWhenThereAreFewer() {
        assertThat(Largest.of(new double[] {1, 2}, 9)).containsExactly(1, 0);
        assertThat(Largest.of(new double[0], 9)).isEmpty();
    }
}
