package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final long MISSING = WindowGroup.Argument.MISSING_TEXT;

    @Test
    void anEntryThatComesBetweenOthersMakesItLookAtAllAndLeaveTheSetEmpty() {
        Entries entries = new Entries(1);
        Repeats repeats = new Repeats(0, new WindowGroup.Argument(0, true));
        LongSet scratch = new LongSet();
        for (long value : new long[] {7, 8, 7, MISSING}) {
            entries.insert(10L * entries.size(), new long[] {value});
            repeats.follow(entries, scratch);
        }
        assertThat(repeats.count(entries, 0, 4)).isEqualTo(2);
        assertThat(repeats.count(entries, 0, 1)).isZero();

        entries.insert(5, new long[] {9});
        entries.insert(40, new long[] {8});
        repeats.follow(entries, scratch);

        assertThat(repeats.count(entries, 0, 6)).isEqualTo(3);
        assertThat(repeats.count(entries, 0, 3)).as("only 9 has not come again").isEqualTo(1);
        assertThat(scratch.add(8)).isTrue();
    }
}
