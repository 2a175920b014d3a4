package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class BatchingStoreTest {
    private final KeyValueStore<Bytes, byte[]> disk =
            Stores.inMemoryKeyValueStore("rows").get();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final BatchingStore store = new BatchingStore(disk, Runnable::run);
    private final BatchingStore slow = new BatchingStore(disk, work::add);

    @BeforeEach
    void mark() {
        EndMark.put(disk);
    }

    @Test
    void writesFullBatchesAndTheRestAtACommit() {
        for (int row = 0; row < 600; row++) {
            store.put(key(row), new byte[] {1});
        }
        assertThat(rowsOnDisk()).isEqualTo(512);
        assertThat(store.approximateNumEntries()).isEqualTo(600);
        store.commit(Map.of());
        assertThat(rowsOnDisk()).isEqualTo(600);
    }

    @Test
    void readersSeeWhatWaits() {
        store.put(key(1), new byte[] {1});
        store.put(key(2), new byte[] {2});
        store.commit(Map.of());
        store.put(key(1), new byte[] {8});
        store.put(key(1), new byte[] {9});
        store.put(key(2), null);
        store.put(key(3), new byte[] {3});

        assertThat(store.get(key(1))).containsExactly(9);
        assertThat(store.get(key(2))).isNull();
        assertThat(store.get(key(4))).isNull();
        assertThat(keys(store.range(key(0), key(2)))).containsExactly(key(1));
        assertThat(keys(store.all())).containsExactly(key(1), key(3));
        assertThat(store.delete(key(3))).containsExactly(3);
        assertThat(store.putIfAbsent(key(1), new byte[] {5})).containsExactly(9);
    }

    @Test
    void aRangeInWhichNothingWaitsLeavesTheBatchAlone() {
        store.put(key(1), new byte[] {1});
        assertThat(keys(store.range(key(2), key(3)))).isEmpty();
        assertThat(rowsOnDisk()).isZero();
        assertThat(keys(store.range(key(1), key(1)))).containsExactly(key(1));
        assertThat(rowsOnDisk()).isOne();
    }

    @Test
    void readersSeeABatchThatIsBeingWritten() {
        for (int row = 0; row < 600; row++) {
            slow.put(key(row), new byte[] {1});
        }
        slow.put(key(7), null);

        assertThat(work).hasSize(1);
        assertThat(rowsOnDisk()).isZero();
        assertThat(slow.get(key(5))).containsExactly(1);
        assertThat(slow.get(key(7))).isNull();
        assertThat(slow.get(key(599))).containsExactly(1);
        assertThat(keys(slow.range(key(700), key(800)))).isEmpty();
        work.remove().run();
        assertThat(keys(slow.range(key(6), key(8)))).containsExactly(key(6), key(8));
        assertThat(rowsOnDisk()).isEqualTo(599);
    }

    @Test
    void aBatchThatCannotBeWrittenFailsWhatComesNext() {
        KeyValueStore<Bytes, byte[]> full = new InMemoryKeyValueStore("rows") {
            @Override
            public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
                throw new ProcessorStateException("disk full");
            }
        };
        BatchingStore failing = new BatchingStore(full, work::add);
        for (int row = 0; row < 512; row++) {
            failing.put(key(row), new byte[] {1});
        }
        work.remove().run();

        assertThatThrownBy(() -> failing.commit(Map.of())).hasMessage("disk full");
        assertThatThrownBy(failing::close).hasMessage("disk full");
        assertThat(full.isOpen()).isFalse();
        failing.commit(Map.of());
    }

    @Test
    void forgetsWhatWaitsWhenItIsClosedAndRestoresIntoTheSameObject() {
        for (int row = 0; row < 600; row++) {
            slow.put(key(row), new byte[] {1});
        }
        work.remove().run();
        slow.close();

        assertThat(slow.get(key(599))).isNull();
        slow.commit(Map.of());
        assertThat(disk.get(key(599))).isNull();
    }

    @Test
    void aScanThatStopsBeforeTheEndOfTheStoreIsOfACorruptOne() {
        store.put(key(1), new byte[] {1});
        store.commit(Map.of());
        disk.delete(EndMark.KEY);
        assertThatThrownBy(() -> keys(store.range(key(0), key(2)))).satisfies(BatchingStoreTest::isCorruption);
        assertThatThrownBy(() -> keys(store.all())).satisfies(BatchingStoreTest::isCorruption);
    }

    @Test
    void aBlockThatCannotBeReadFailsTheScansThatComeToIt(@TempDir Path folder) throws IOException {
        StateStoreContext context = new MockProcessorContext<Void, Void>(
                        new Properties(), new TaskId(0, 0), folder.toFile())
                .getStateStoreContext();
        KeyValueStore<Bytes, byte[]> rows = BatchingStore.supplier("rows").get();
        rows.init(context, rows);
        for (int row = 0; row < 4_000; row++) {
            rows.put(key(row), new byte[100]);
        }
        rows.commit(Map.of());
        assertThat(keys(rows.range(key(10), key(19)))).hasSize(10);
        assertThat(keys(rows.all())).hasSize(4_000);
        rows.close();
        spoilTheMiddleOfTheLargestTable(folder);

        rows.init(context, rows);
        assertThat(keys(rows.range(key(10), key(19)))).hasSize(10);
        assertThatThrownBy(() -> keys(rows.all())).satisfies(BatchingStoreTest::isCorruption);
        rows.close();
    }

    private static void spoilTheMiddleOfTheLargestTable(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path table = files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(table);
            bytes[bytes.length / 2] ^= 1;
            Files.write(table, bytes);
        }
    }

    private static void isCorruption(Throwable failure) {
        assertThat(failure).isInstanceOf(ProcessorStateException.class).hasMessageContaining("store rows");
        assertThat(failure)
                .cause()
                .isInstanceOfSatisfying(
                        RocksDBException.class,
                        cause -> assertThat(cause.getStatus().getCode()).isEqualTo(Status.Code.Corruption));
    }

    private long rowsOnDisk() {
        return disk.approximateNumEntries() - 1;
    }

    private static Bytes key(int row) {
        return Bytes.wrap(new byte[] {(byte) (row >> 8), (byte) row});
    }

    private static List<Bytes> keys(KeyValueIterator<Bytes, byte[]> rows) {
        List<Bytes> keys = new ArrayList<>();
        try (rows) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                keys.add(row.key);
            }
        }
        return keys;
    }
}
