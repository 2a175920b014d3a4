package dev.undercurrent.batch;

import dev.undercurrent.commit.CommitHook;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.repartition.Bundle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The vectors that wait for their batch, as the records they came in and in their order. They lie in memory; what still
 * waits at a commit is written to slots {@code 0..n−1} of a store then. Not thread-safe: one stream task owns it.
 */
final class Waiting {
    private final KeyValueStore<Integer, byte[]> store;
    private final Serde<FeatureVector> vectors;
    private final Bundle bundle = new Bundle();
    private final List<Record<String, FeatureVector>> waiting = new ArrayList<>();
    private final List<Record<String, FeatureVector>> view = Collections.unmodifiableList(waiting);
    private int written;
    private boolean isChanged;

    /**
     * Waits for what waited at the store's last commit.
     *
     * @param hook calls it before each commit
     * @param vectors how a vector is written to the store
     */
    Waiting(KeyValueStore<Integer, byte[]> store, CommitHook hook, Serde<FeatureVector> vectors) {
        this.store = store;
        this.vectors = vectors;
        TreeMap<Integer, byte[]> stored = new TreeMap<>();
        try (KeyValueIterator<Integer, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> slot = all.next();
                stored.put(slot.key, slot.value);
            }
        }
        stored.values().forEach(bytes -> Bundle.read(bytes, vectors.deserializer(), waiting::add));
        written = waiting.size();
        hook.beforeCommit(this::write);
    }

    /** What waits at present; the same list at every call. */
    List<Record<String, FeatureVector>> list() {
        return view;
    }

    /** @param record whose headers are its own */
    void add(Record<String, FeatureVector> record) {
        waiting.add(record);
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
            store.put(slot, bytes(waiting.get(slot)));
        }
        for (int slot = waiting.size(); slot < written; slot++) {
            store.put(slot, null);
        }
        written = waiting.size();
        isChanged = false;
    }

    private byte[] bytes(Record<String, FeatureVector> record) {
        bundle.add(record, vectors.serializer().serialize(Bundle.NO_TOPIC, record.value()));
        return bundle.take().value();
    }
}
