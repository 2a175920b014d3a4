package dev.undercurrent.window;

import java.util.Arrays;

/**
 * Which of a key's entries are repeated: have the same value of one argument as a later entry, or none at all. The
 * distinct values of a window that ends with the newest entry are those of its entries that are not, so that they are
 * counted without a set. Kept by the number of an entry's row, which stays when entries move. Not thread-safe.
 */
final class Repeats {
    private final int index;
    private final WindowGroup.Argument argument;
    private long[] rows = {};
    private long seen;

    /** @param index the argument's in an entry */
    Repeats(int index, WindowGroup.Argument argument) {
        this.index = index;
        this.argument = argument;
    }

    /**
     * Takes in what has changed since the last call: one step if that is the newest entry, else all anew.
     *
     * @param scratch an empty set, left so
     */
    void follow(Entries events, LongSet scratch) {
        long changes = events.changes();
        if (changes == seen + 1) {
            take(events, events.size() - 1);
        } else if (changes != seen) {
            takeAll(events, scratch);
            scratch.clear();
        }
        seen = changes;
    }

    private void take(Entries events, int newest) {
        long bits = events.value(newest, index);
        set(events.row(newest), argument.isMissing(bits));
        for (int i = newest - 1; i >= 0; i--) {
            if (events.value(i, index) == bits) {
                set(events.row(i), true);
                return; // those before it were repeated by it
            }
        }
    }

    private void takeAll(Entries events, LongSet values) {
        for (int i = events.size() - 1; i >= 0; i--) {
            long bits = events.value(i, index);
            set(events.row(i), argument.isMissing(bits) || !values.add(bits));
        }
    }

    private void set(int row, boolean repeated) {
        int word = row / Long.SIZE;
        if (word >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(word + 1, 2 * rows.length));
        }
        long bit = 1L << row;
        rows[word] = repeated ? rows[word] | bit : rows[word] & ~bit;
    }

    /** Entries that are not repeated, from position {@code to} up to, not including, {@code from}. */
    int count(Entries events, int to, int from) {
        int count = 0;
        for (int i = to; i < from; i++) {
            int row = events.row(i);
            count += (int) (~rows[row / Long.SIZE] >>> row) & 1;
        }
        return count;
    }
}
