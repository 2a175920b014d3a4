package dev.undercurrent.window;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys of rows: length of the entity key, the key in UTF-8, the kind of row, and the row's number. The length in front
 * keeps the rows of one key together and those of {@code a} apart from those of {@code ab}. A number says nothing of
 * what the row holds: a row whose entry is no longer needed is written over by one that comes later.
 */
final class EntryKey {
    /** Rows that are events. */
    static final byte EVENT = 0;
    /** Rows that are verdicts. */
    static final byte VERDICT = 1;
    /** The one row that keeps the time of the last event that was dropped. */
    static final byte PRIOR = 2;
    /** The one row of a task, under the empty key. */
    static final byte TASK = 3;

    private static final int TAIL = 1 + Integer.BYTES;

    private EntryKey() {}

    /** Length and bytes of an entity key, with which all its rows start. */
    static byte[] prefix(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }

    /** @param number not negative */
    static byte[] of(byte[] prefix, byte kind, int number) {
        return ByteBuffer.allocate(prefix.length + TAIL)
                .put(prefix)
                .put(kind)
                .putInt(number)
                .array();
    }

    /** The least key of a kind. */
    static byte[] first(byte[] prefix, byte kind) {
        return of(prefix, kind, 0);
    }

    /** The greatest key of a kind. */
    static byte[] last(byte[] prefix, byte kind) {
        return of(prefix, kind, Integer.MAX_VALUE);
    }

    /** A key above that of every row. */
    static byte[] end() {
        return new byte[] {-1};
    }

    static byte[] prefixOf(byte[] row) {
        return Arrays.copyOf(row, row.length - TAIL);
    }

    static String entityOf(byte[] row) {
        return new String(row, Integer.BYTES, row.length - TAIL - Integer.BYTES, StandardCharsets.UTF_8);
    }

    /** Whether two rows are of one entity and kind. */
    static boolean isSameKind(byte[] row, byte[] other) {
        int tail = TAIL - 1;
        return Arrays.equals(row, 0, row.length - tail, other, 0, other.length - tail);
    }

    static byte kindOf(byte[] row) {
        return row[row.length - TAIL];
    }

    static int numberOf(byte[] row) {
        return ByteBuffer.wrap(row).getInt(row.length - Integer.BYTES);
    }
}
