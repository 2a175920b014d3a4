package dev.undercurrent.window;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Rows of bytes in the order of their unsigned keys: where entries of windows survive a restart. Not thread-safe: one
 * stream task or one replay owns it.
 */
public interface EntryStore {
    /** Receives one row. */
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value);
    }

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Visits the rows from one key to another, both included, in ascending order. The visitor must not change rows. */
    void scan(byte[] from, byte[] to, Visitor visitor);

    /** A store in memory, for replays and tests. */
    static EntryStore inMemory() {
        return new InMemory(new TreeMap<>(Arrays::compareUnsigned));
    }

    /** Rows in a sorted map. */
    record InMemory(NavigableMap<byte[], byte[]> rows) implements EntryStore {
        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            rows.remove(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            for (Map.Entry<byte[], byte[]> row :
                    rows.subMap(from, true, to, true).entrySet()) {
                if (!visitor.visit(row.getKey(), row.getValue())) {
                    return;
                }
            }
        }
    }
}
