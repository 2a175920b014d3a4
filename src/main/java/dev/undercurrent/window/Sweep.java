package dev.undercurrent.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks round a store in small steps and deletes the rows of idle keys. The rows of one key and kind stand or fall
 * together. Not thread-safe.
 */
final class Sweep {
    /** Says whether a row is idle. A key is, for a kind of rows, if all of them are. */
    interface Rule {
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
     * Looks at up to 64 keys and deletes the rows of those that are idle, up to the first after which there were 512.
     * One scan finds the keys, since each scan of a cached store copies the cached keys of its range.
     */
    void step(long wallTime) {
        List<byte[]> firsts = new ArrayList<>();
        byte[] next = collect(firsts);
        int rows = 0;
        for (byte[] first : firsts) {
            if (rows >= ROWS) {
                cursor = first;
                return;
            }
            List<byte[]> idle = idle(first, wallTime);
            if (!idle.isEmpty()) {
                idle.forEach(store::delete);
                rows += idle.size();
                swept.accept(EntryKey.entityOf(first));
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

    /** The rows of an entity and kind; none unless all of them are idle. */
    private List<byte[]> idle(byte[] first, long wallTime) {
        List<byte[]> rows = new ArrayList<>();
        boolean[] active = {EntryKey.kindOf(first) == EntryKey.TASK};
        store.scan(first, lastLike(first), (key, value) -> {
            active[0] |= !rule.isIdle(key, value, wallTime);
            rows.add(key);
            return !active[0];
        });
        return active[0] ? List.of() : rows;
    }

    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
