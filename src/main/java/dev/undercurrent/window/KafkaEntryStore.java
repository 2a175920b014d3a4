package dev.undercurrent.window;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Rows in a key-value store of a stream task: on disk and changelogged. Not a window store, whose changelog expires by
 * record time and so loses a replayed past, and which cannot delete.
 */
record KafkaEntryStore(KeyValueStore<Bytes, byte[]> rows) implements EntryStore {
    /**
     * Where rows come and go between two commits, or are written again: a cache keeps those from disk and changelog.
     */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> cached(String name) {
        return builder(name).withCachingEnabled();
    }

    /** Where a row is written once and stays for long: a cache would only be one more place to put it. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> direct(String name) {
        return builder(name).withCachingDisabled();
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(BatchingStore.supplier(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    @Override
    public void put(byte[] key, byte[] value) {
        rows.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        rows.put(Bytes.wrap(key), null); // the store's own delete reads the old value first
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        try (KeyValueIterator<Bytes, byte[]> some = rows.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (some.hasNext()) {
                KeyValue<Bytes, byte[]> row = some.next();
                if (!visitor.visit(row.key.get(), row.value)) {
                    return;
                }
            }
        }
    }
}
