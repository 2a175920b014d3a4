package dev.undercurrent.batch;

import dev.undercurrent.commit.StateAtCommit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The vectors that wait for their batch, in the order they came. They lie in memory; what still waits at a commit is
 * written to slots {@code 0..n−1} of a store then. Not thread-safe: one stream task owns it.
 */
final class Waiting {
    private final StateAtCommit<Integer> store;
    private final PendingSerde serde;
    private final List<Pending> waiting = new ArrayList<>();
    private final List<Pending> view = Collections.unmodifiableList(waiting);
    private int written;
    private boolean isChanged;

    /** Waits for what waited at the store's last commit. */
    Waiting(StateAtCommit<Integer> store, PendingSerde serde) {
        this.store = store;
        this.serde = serde;
        TreeMap<Integer, byte[]> stored = new TreeMap<>();
        try (KeyValueIterator<Integer, byte[]> all = store.rows().all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> slot = all.next();
                stored.put(slot.key, slot.value);
            }
        }
        stored.values().forEach(bytes -> waiting.add(serde.decode(bytes)));
        written = waiting.size();
        store.beforeCommit(this::write);
    }

    /** What waits at present; the same list at every call. */
    List<Pending> list() {
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

    private void write() {
        if (!isChanged) {
            return;
        }
        for (int slot = 0; slot < waiting.size(); slot++) {
            store.rows().put(slot, serde.encode(waiting.get(slot)));
        }
        for (int slot = waiting.size(); slot < written; slot++) {
            store.rows().put(slot, null);
        }
        written = waiting.size();
        isChanged = false;
    }
}
