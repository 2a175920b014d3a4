package dev.undercurrent.window;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The last row of a store on disk, by which a scan that ends where its rows do is told from one that ends at a block
 * that RocksDB cannot read: its iterator says that only to who asks for its status, and Kafka Streams does not. So
 * every scan goes on to a row behind its range, this one at the latest. It lies on the disk alone, not in the
 * changelog.
 */
final class EndMark {
    /** Above the key of every other row. */
    static final Bytes KEY = key();

    private static final byte[] VALUE = {};

    private EndMark() {}

    private static Bytes key() {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) -1);
        return Bytes.wrap(key);
    }

    /** Marks the end of a store that is open. */
    static void put(KeyValueStore<Bytes, byte[]> store) {
        store.putIfAbsent(KEY, VALUE);
    }

    /**
     * The rows of a marked store from one key to another, both included.
     *
     * @param from null for the first
     * @param to null for the last
     * @return an iterator that fails with a {@link ProcessorStateException} of a corrupt store where rows cannot be
     *     read
     */
    static KeyValueIterator<Bytes, byte[]> scan(
            KeyValueStore<Bytes, byte[]> store, @Nullable Bytes from, @Nullable Bytes to) {
        return new Scan(store.name(), store.range(from, null), to);
    }

    private static final class Scan implements KeyValueIterator<Bytes, byte[]> {
        private final String store;
        private final KeyValueIterator<Bytes, byte[]> rows;
        private final @Nullable Bytes to;
        private @Nullable KeyValue<Bytes, byte[]> next;
        private boolean ended;

        Scan(String store, KeyValueIterator<Bytes, byte[]> rows, @Nullable Bytes to) {
            this.store = store;
            this.rows = rows;
            this.to = to;
        }

        @Override
        public boolean hasNext() {
            return peek() != null;
        }

        @Override
        public Bytes peekNextKey() {
            return required().key;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            KeyValue<Bytes, byte[]> row = required();
            next = null;
            return row;
        }

        private KeyValue<Bytes, byte[]> required() {
            KeyValue<Bytes, byte[]> row = peek();
            if (row == null) {
                throw new NoSuchElementException();
            }
            return row;
        }

        private @Nullable KeyValue<Bytes, byte[]> peek() {
            if (next == null && !ended) {
                if (!rows.hasNext()) {
                    throw cutShort(store);
                }
                KeyValue<Bytes, byte[]> row = rows.next();
                ended = row.key.equals(KEY) || (to != null && row.key.compareTo(to) > 0);
                next = ended ? null : row;
            }
            return next;
        }

        private static ProcessorStateException cutShort(String store) {
            Status corrupt = new Status(Status.Code.Corruption, Status.SubCode.None, "rows that cannot be read");
            return new ProcessorStateException("Error reading rows of store " + store, new RocksDBException(corrupt));
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
