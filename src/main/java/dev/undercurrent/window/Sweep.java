package dev.undercurrent.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks round a store in small steps and deletes the rows of idle keys. The rows of one key and kind stand or fall with
 * the newest of them. Not thread-safe.
 */
final class Sweep {
    /** Says whether a key is idle. */
    interface Rule {
        /** @param row key of the newest row of an entity and kind */
        boolean isIdle(byte[] row, byte[] value, long wallTime);
    }

    private static final byte[] START = {0};
    private static final int KEYS = 64;
    private static final int ROWS = 512;

    private final EntryStore store;
    private final Rule rule;
    private final Consumer<String> swept;
    private byte[] cursor = START;

    /** @param swept told each entity key of which rows were deleted */
    Sweep(EntryStore store, Rule rule, Consumer<String> swept) {
        this.store = store;
        this.rule = rule;
        this.swept = swept;
    }

    /** Looks at up to 64 keys and deletes up to 512 rows. */
    void step(long wallTime) {
        int rows = 0;
        for (int keys = 0; keys < KEYS && rows < ROWS; keys++) {
            byte[] row = firstFrom(cursor);
            if (row == null) {
                cursor = START;
                return;
            }
            byte[] last = EntryKey.last(EntryKey.prefixOf(row), EntryKey.kindOf(row));
            if (isIdle(row, last, wallTime)) {
                int deleted = delete(row, last, ROWS - rows);
                rows += deleted;
                swept.accept(EntryKey.entityOf(row));
            }
            cursor = rows < ROWS ? after(last) : row;
        }
    }

    private byte @Nullable [] firstFrom(byte[] from) {
        byte[][] first = new byte[1][];
        store.scan(from, EntryKey.end(), (key, value) -> {
            first[0] = key;
            return false;
        });
        return first[0];
    }

    private boolean isIdle(byte[] first, byte[] last, long wallTime) {
        boolean[] idle = {false};
        store.scanBack(first, last, (key, value) -> {
            idle[0] = EntryKey.kindOf(key) != EntryKey.TASK && rule.isIdle(key, value, wallTime);
            return false;
        });
        return idle[0];
    }

    private int delete(byte[] first, byte[] last, int limit) {
        List<byte[]> rows = new ArrayList<>();
        store.scan(first, last, (key, value) -> {
            rows.add(key);
            return rows.size() < limit;
        });
        rows.forEach(store::delete);
        return rows.size();
    }

    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
