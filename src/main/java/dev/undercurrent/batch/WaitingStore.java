package dev.undercurrent.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * The vectors that wait for their batch, in the order they came. They lie in memory; what still waits at a commit is
 * written to slots {@code 0..n−1} of a changelogged store then, so that those of batches that came and went between two
 * commits cost nothing. Kafka Streams has one call before a commit, that by which its own caches write what they hold,
 * and has it among its internals. Not thread-safe: one stream task owns it.
 */
final class WaitingStore extends WrappedStateStore<KeyValueStore<Integer, byte[]>, Integer, byte[]> {
    private final PendingSerde serde;
    private final List<Pending> waiting = new ArrayList<>();
    private final List<Pending> view = Collections.unmodifiableList(waiting);
    private int written;
    private boolean isChanged;

    private WaitingStore(KeyValueStore<Integer, byte[]> slots, PendingSerde serde) {
        super(slots);
        this.serde = serde;
    }

    static StoreBuilder<WaitingStore> builder(String name, PendingSerde serde) {
        return new Builder(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Integer(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                serde);
    }

    /** Waits for what waited at the last commit, and for nothing else. */
    void restore() {
        TreeMap<Integer, byte[]> stored = new TreeMap<>();
        try (KeyValueIterator<Integer, byte[]> all = wrapped().all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> slot = all.next();
                stored.put(slot.key, slot.value);
            }
        }
        waiting.clear();
        stored.values().forEach(bytes -> waiting.add(serde.decode(bytes)));
        written = waiting.size();
        isChanged = false;
    }

    /** What waits at present; the same list at every call. */
    List<Pending> waiting() {
        return view;
    }

    void add(Pending pending) {
        waiting.add(pending);
        isChanged = true;
    }

    void clear() {
        waiting.clear();
        isChanged = true;
    }

    @Override
    public void flushCache() {
        if (!isChanged) { // also because a task that has done nothing yet has no record to write for
            return;
        }
        for (int slot = 0; slot < waiting.size(); slot++) {
            wrapped().put(slot, serde.encode(waiting.get(slot)));
        }
        for (int slot = waiting.size(); slot < written; slot++) {
            wrapped().put(slot, null);
        }
        written = waiting.size();
        isChanged = false;
    }

    /** @param slots builds the store below */
    private record Builder(StoreBuilder<KeyValueStore<Integer, byte[]>> slots, PendingSerde serde)
            implements StoreBuilder<WaitingStore> {
        @Override
        public StoreBuilder<WaitingStore> withCachingEnabled() {
            return this; // it is one
        }

        @Override
        public StoreBuilder<WaitingStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<WaitingStore> withLoggingEnabled(Map<String, String> config) {
            slots.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<WaitingStore> withLoggingDisabled() {
            slots.withLoggingDisabled();
            return this;
        }

        @Override
        public WaitingStore build() {
            return new WaitingStore(slots.build(), serde);
        }

        @Override
        public Map<String, String> logConfig() {
            return slots.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return slots.loggingEnabled();
        }

        @Override
        public String name() {
            return slots.name();
        }
    }
}
