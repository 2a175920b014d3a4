package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final EntryStore.InMemory store = (EntryStore.InMemory) EntryStore.inMemory();

    @Test
    void givesTheLastRowsOfTheKeyInTheOrderOfTheirTime() {
        History history = new History(store, 3, 100);
        assertThat(times(history, "a", 10)).isEmpty();
        assertThat(times(history, "b", 11)).isEmpty();
        assertThat(times(history, "a", 20)).containsExactly(10L);
        assertThat(times(history, "a", 15)).containsExactly(10L);
        assertThat(times(history, "a", 30)).containsExactly(15L, 20L);
        assertThat(times(history, "a", 30)).containsExactly(20L, 30L);
        assertThat(times(history, "a", 25)).isEmpty();
        assertThat(times(history, "a", 40)).containsExactly(30L, 30L);
    }

    @Test
    void aLateRowIsNotKept() {
        History history = new History(store, 3, 100);
        times(history, "a", 10);
        assertThat(times(history.withHistory(vector("a", 15, true)))).containsExactly(10L);
        assertThat(times(history, "a", 20)).containsExactly(10L);
    }

    @Test
    void aRestartOrAForgottenKeyChangesNothing() {
        History history = new History(store, 4, 3);
        for (long time = 1; time <= 20; time++) {
            String key = "k" + time % 3;
            Long[] expected = java.util.stream.LongStream.of(time - 9, time - 6, time - 3)
                    .filter(before -> before >= 1)
                    .boxed()
                    .toArray(Long[]::new);
            assertThat(times(history, key, time)).containsExactly(expected);
            history = time % 7 == 0 ? new History(store, 4, 3) : history;
        }
        assertThat(store.rows()).hasSize(9);
        FeatureVector last = history.withHistory(vector("k0", 99, false));
        assertThat(last.history().get(2).number(0)).isEqualTo(18.5);
        assertThat(last.history().get(2).text(1)).isEqualTo("t18");
    }

    private static List<Long> times(History history, String key, long time) {
        return times(history.withHistory(vector(key, time, false)));
    }

    private static List<Long> times(FeatureVector vector) {
        return vector.history().stream().map(Row::time).toList();
    }

    private static FeatureVector vector(String key, long time, boolean late) {
        Row row = new Row(time, new double[] {time + 0.5, Double.NaN}, new String[] {"", "t" + time});
        return new FeatureVector(key + time, key, late, row, List.of());
    }
}
