package dev.undercurrent.window;

import java.util.Arrays;

/** Distinct 64-bit values by open addressing. Not thread-safe. */
final class LongSet {
    private static final int INITIAL = 64;

    private long[] table = new long[INITIAL];
    private boolean zero;
    private int size; // without zero

    /** Whether the value is a new one. */
    boolean add(long value) {
        if (value == 0) {
            boolean isNew = !zero;
            zero = true;
            return isNew;
        }
        if (size * 2 >= table.length) {
            grow();
        }
        int at = slot(value);
        if (table[at] == value) {
            return false;
        }
        table[at] = value;
        size++;
        return true;
    }

    void clear() {
        if (table.length > 16 * INITIAL) {
            table = new long[INITIAL];
        } else if (size > 0) {
            Arrays.fill(table, 0);
        }
        zero = false;
        size = 0;
    }

    private int slot(long value) {
        int mask = table.length - 1;
        int at = (int) WindowGroup.mix(value) & mask;
        while (table[at] != 0 && table[at] != value) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (long value : old) {
            if (value != 0) {
                table[slot(value)] = value;
            }
        }
    }
}
