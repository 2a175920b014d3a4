package dev.undercurrent.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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

    /**
     * Looks at up to 64 keys and deletes up to 512 rows. One scan finds the keys, since each scan of a cached store
     * copies the cached keys of its range.
     */
    void step(long wallTime) {
        List<byte[]> firsts = new ArrayList<>();
        byte[] next = collect(firsts);
        int rows = 0;
        for (byte[] first : firsts) {
            byte[] last = lastLike(first);
            if (isIdle(first, last, wallTime)) {
                rows += delete(first, last, ROWS - rows);
                swept.accept(EntryKey.entityOf(first));
            }
            if (rows == ROWS) {
                cursor = first;
                return;
            }
        }
        cursor = next;
    }

    /** Adds the first row of each entity and kind from the cursor on; returns where to go on. */
    private byte[] collect(List<byte[]> firsts) {
        byte[][] next = {START};
        int[] rows = {0};
        store.scan(cursor, EntryKey.end(), (row, value) -> {
            if (firsts.isEmpty() || !EntryKey.isSameKind(firsts.get(firsts.size() - 1), row)) {
                if (firsts.size() == KEYS) {
                    next[0] = row;
                    return false;
                }
                firsts.add(row);
            } else if (++rows[0] == ROWS) { // skip the rest of a long key
                next[0] = after(lastLike(row));
                return false;
            }
            return true;
        });
        return next[0];
    }

    private static byte[] lastLike(byte[] row) {
        return EntryKey.last(EntryKey.prefixOf(row), EntryKey.kindOf(row));
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
