package dev.undercurrent.window;

import java.util.Arrays;

/**
 * Numbers for the rows of one key and kind: those of dropped rows are given again, so that a new row overwrites a
 * dropped one and nobody has to delete it. Not thread-safe.
 */
final class RowNumbers {
    private static final int INITIAL = 4;

    private int[] free = {};
    private int size;
    private int deleted; // the first of those free
    private int next;

    /** A number that no row in use has. */
    int take() {
        if (size == 0) {
            return next++;
        }
        size--;
        deleted = Math.min(deleted, size);
        return free[size];
    }

    /** Notes a row that was read and is in use. */
    void use(int number) {
        next = Math.max(next, number + 1);
    }

    /** Takes back the number of a row that is dropped but still stored. */
    void give(int number) {
        use(number);
        if (size == free.length) {
            free = Arrays.copyOf(free, Math.max(INITIAL, 2 * size));
        }
        free[size++] = number;
    }

    /** Dropped rows that are still stored. */
    int stored() {
        return size - deleted;
    }

    /** The number of a dropped row that is to be deleted now; there must be one {@link #stored}. */
    int delete() {
        return free[deleted++];
    }
}
