package dev.undercurrent.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A store on disk that takes its rows in batches, as a row written by itself costs it several times as much. It lies
 * below the store that writes the changelog, which has every row at once; what waits here at a crash is restored from
 * there, as a store's offset is committed only behind what it covers. Not thread-safe: one stream task owns it, and
 * queries from outside are not asked of it.
 */
final class BatchingStore implements KeyValueStore<Bytes, byte[]> {
    private static final int ROWS = 256;

    private final KeyValueStore<Bytes, byte[]> rows;
    private final TreeMap<Bytes, byte @Nullable []> waiting = new TreeMap<>();

    BatchingStore(KeyValueStore<Bytes, byte[]> rows) {
        this.rows = rows;
    }

    /** Stores in RocksDB behind one of these. */
    static KeyValueBytesStoreSupplier supplier(String name) {
        KeyValueBytesStoreSupplier disk = Stores.persistentKeyValueStore(name);
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return disk.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new BatchingStore(disk.get());
            }

            @Override
            public String metricsScope() {
                return disk.metricsScope();
            }
        };
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        waiting.put(key, value);
        if (waiting.size() >= ROWS) {
            write();
        }
    }

    private void write() {
        if (!waiting.isEmpty()) {
            List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(waiting.size());
            waiting.forEach((key, value) -> batch.add(KeyValue.pair(key, value)));
            rows.putAll(batch);
            waiting.clear();
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        write();
        return rows.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        write();
        return rows.delete(key);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return waiting.containsKey(key) ? waiting.get(key) : rows.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        if (!waiting.subMap(from, true, to, true).isEmpty()) {
            write();
        }
        return rows.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        write();
        return rows.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        write();
        return rows.all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        write();
        return rows.reverseAll();
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        write();
        return rows.prefixScan(prefix, serializer);
    }

    @Override
    public long approximateNumEntries() {
        return rows.approximateNumEntries() + waiting.size();
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        rows.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        write();
        rows.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return rows.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // Kafka Streams asks for it as long as there are stores that do not
    public boolean managesOffsets() {
        return rows.managesOffsets();
    }

    @Override
    public void close() {
        rows.close();
    }

    @Override
    public boolean persistent() {
        return rows.persistent();
    }

    @Override
    public boolean isOpen() {
        return rows.isOpen();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        write();
        return rows.query(query, bound, config);
    }

    @Override
    public Position getPosition() {
        return rows.getPosition();
    }
}
