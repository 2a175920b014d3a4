package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

class BatchingStoreTest {
    private final KeyValueStore<Bytes, byte[]> disk =
            Stores.inMemoryKeyValueStore("rows").get();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final BatchingStore store = new BatchingStore(disk, Runnable::run);
    private final BatchingStore slow = new BatchingStore(disk, work::add);

    @Test
    void writesFullBatchesAndTheRestAtACommit() {
        for (int row = 0; row < 600; row++) {
            store.put(key(row), new byte[] {1});
        }
        assertThat(disk.approximateNumEntries()).isEqualTo(512);
        assertThat(store.approximateNumEntries()).isEqualTo(600);
        store.commit(Map.of());
        assertThat(disk.approximateNumEntries()).isEqualTo(600);
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
        assertThat(disk.approximateNumEntries()).isZero();
        assertThat(keys(store.range(key(1), key(1)))).containsExactly(key(1));
        assertThat(disk.approximateNumEntries()).isOne();
    }

    @Test
    void readersSeeABatchThatIsBeingWritten() {
        for (int row = 0; row < 600; row++) {
            slow.put(key(row), new byte[] {1});
        }
        slow.put(key(7), null);

        assertThat(work).hasSize(1);
        assertThat(disk.approximateNumEntries()).isZero();
        assertThat(slow.get(key(5))).containsExactly(1);
        assertThat(slow.get(key(7))).isNull();
        assertThat(slow.get(key(599))).containsExactly(1);
        assertThat(keys(slow.range(key(700), key(800)))).isEmpty();
        work.remove().run();
        assertThat(keys(slow.range(key(6), key(8)))).containsExactly(key(6), key(8));
        assertThat(disk.approximateNumEntries()).isEqualTo(599);
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
