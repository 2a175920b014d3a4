package dev.undercurrent.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A store on disk that takes its rows in batches, as a row written by itself costs it several times as much, and that
 * writes a full batch while the stream thread goes on: a tenth of its time. It lies below the store that writes the
 * changelog, which has every row at once; what waits here at a crash is restored from there, as a store's offset is
 * committed only behind what it covers. Not thread-safe: one stream task owns it, and queries from outside are not
 * asked of it.
 */
final class BatchingStore implements KeyValueStore<Bytes, byte[]> {
    /** Few enough to look through where one is read, many enough that waking the writer costs next to nothing. */
    private static final int ROWS = 512;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final KeyValueStore<Bytes, byte[]> rows;
    private final Executor writer;
    private List<KeyValue<Bytes, byte[]>> waiting = new ArrayList<>(ROWS);
    private List<KeyValue<Bytes, byte[]>> leaving = new ArrayList<>(ROWS);
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /** @param writer writes full batches, one at a time */
    BatchingStore(KeyValueStore<Bytes, byte[]> rows, Executor writer) {
        this.rows = rows;
        this.writer = writer;
    }

    /**
     * Stores in RocksDB behind one of these; all of them share a thread that writes, and ends when it has nothing to
     * do.
     */
    static KeyValueBytesStoreSupplier supplier(String name) {
        KeyValueBytesStoreSupplier disk = Stores.persistentKeyValueStore(name);
        Executor writer =
                new ThreadPoolExecutor(0, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + "-writer");
                    thread.setDaemon(true);
                    return thread;
                });
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return disk.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new BatchingStore(disk.get(), writer);
            }

            @Override
            public String metricsScope() {
                return disk.metricsScope();
            }
        };
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        waiting.add(KeyValue.pair(key, value));
        if (waiting.size() >= ROWS) {
            await();
            List<KeyValue<Bytes, byte[]>> batch = waiting;
            waiting = leaving;
            leaving = batch;
            written = CompletableFuture.runAsync(() -> rows.putAll(batch), writer);
        }
    }

    /** Waits until what was leaving has left. */
    private void await() {
        try {
            written.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        leaving.clear();
    }

    /** Writes everything. */
    private void write() {
        await();
        if (!waiting.isEmpty()) {
            rows.putAll(waiting);
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
        KeyValue<Bytes, byte[]> newest = newest(waiting, key);
        if (newest == null) {
            newest = newest(leaving, key);
        }
        return newest == null ? rows.get(key) : newest.value;
    }

    private static @Nullable KeyValue<Bytes, byte[]> newest(List<KeyValue<Bytes, byte[]>> some, Bytes key) {
        for (int i = some.size() - 1; i >= 0; i--) {
            if (some.get(i).key.equals(key)) {
                return some.get(i);
            }
        }
        return null;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        if (hasAny(waiting, from, to) || hasAny(leaving, from, to)) {
            write();
        }
        return EndMark.scan(rows, from, to);
    }

    private static boolean hasAny(List<KeyValue<Bytes, byte[]>> some, Bytes from, Bytes to) {
        for (KeyValue<Bytes, byte[]> row : some) {
            if (from.compareTo(row.key) <= 0 && row.key.compareTo(to) <= 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        write();
        return EndMark.scan(rows, null, null);
    }

    @Override
    public long approximateNumEntries() {
        return Math.max(0, rows.approximateNumEntries() - 1) + waiting.size(); // without the mark
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        rows.init(context, root);
        EndMark.put(rows);
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

    /** Forgets what waits: a task that is revived after a failure restores this same object from the changelog. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            waiting.clear();
            leaving.clear();
            written = CompletableFuture.completedFuture(null);
            rows.close();
        }
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
    public Position getPosition() {
        return rows.getPosition();
    }
}
