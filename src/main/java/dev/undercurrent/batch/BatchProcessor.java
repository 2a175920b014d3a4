package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gathers vectors and forwards them as one {@link Batch} when there are enough or they have waited long enough.
 *
 * <p>A model call costs some half a millisecond however few vectors it scores. So a batch that holds many after one
 * tick says that the next will be larger still if it waits for twice as long, up to the whole linger; one that holds
 * few is scored at the next tick. After a tick in which next to none came, the first one that does is scored at once.
 *
 * <p>What waits at a commit lies in slots {@code 0..B−1} of a cached, changelogged store and is read back by
 * {@link #init}, so a killed process loses nothing; the slots of batches that came and went between two commits
 * collapse in the cache. The list is only the store's decoded copy. Not thread-safe: one stream task owns it.
 */
final class BatchProcessor extends ContextualProcessor<String, FeatureVector, String, Batch> {
    /** Vectors in a tick that show a stream is not quiet. */
    private static final int MANY = 2;

    private final BatchConfig config;
    private final PendingSerde serde;
    private final BatchMetrics metrics;
    private final String storeName;
    private final List<Pending> waiting;
    private KeyValueStore<Integer, byte[]> slots;
    private Cancellable ticking;
    private int patience = 1;
    private int arrived;
    private boolean isQuiet;

    @SuppressWarnings("NullAway.Init") // store and schedule come with init
    BatchProcessor(BatchConfig config, PendingSerde serde, BatchMetrics metrics, String storeName) {
        this.config = config;
        this.serde = serde;
        this.metrics = metrics;
        this.storeName = storeName;
        this.waiting = new ArrayList<>(config.size());
    }

    @Override
    public void init(ProcessorContext<String, Batch> context) {
        super.init(context);
        slots = context.getStateStore(storeName);
        TreeMap<Integer, byte[]> stored = new TreeMap<>();
        try (KeyValueIterator<Integer, byte[]> all = slots.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> slot = all.next();
                stored.put(slot.key, slot.value);
            }
        }
        stored.values().forEach(bytes -> waiting.add(serde.decode(bytes)));
        metrics.waiting(waiting.size());
        ticking = schedule();
    }

    /**
     * Ticks as often as patience asks for, at multiples of that time: so all tasks of a thread tick in one pass of its
     * loop, which each tick cuts short.
     */
    private Cancellable schedule() {
        Duration interval = config.tick().multipliedBy(patience);
        return context().schedule(Instant.EPOCH, interval, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, FeatureVector> record) {
        Pending pending =
                new Pending(record.key(), record.timestamp(), new RecordHeaders(record.headers()), record.value());
        slots.put(waiting.size(), serde.encode(pending));
        waiting.add(pending);
        metrics.waiting(1);
        boolean isAlone = ++arrived == 1 && isQuiet;
        if (isAlone || waiting.size() >= config.size()) {
            flush();
        }
    }

    private void tick(long wallClockTime) {
        isQuiet = arrived < MANY;
        adapt();
        arrived = 0;
        flush();
    }

    private void adapt() {
        int before = patience;
        if (arrived >= MANY * patience) {
            patience = Math.min(2 * patience, BatchConfig.TICKS);
        } else if (arrived < patience) {
            patience = Math.max(1, patience / 2);
        }
        if (patience != before) {
            ticking.cancel();
            ticking = schedule();
        }
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        Batch batch = new Batch(waiting);
        Pending last = batch.get(batch.size() - 1);
        context().forward(new Record<>(last.key(), batch, last.timestamp()));
        for (int slot = 0; slot < batch.size(); slot++) {
            slots.put(slot, null);
        }
        waiting.clear();
        metrics.batch(batch.size());
    }

    @Override
    public void close() {
        metrics.waiting(-waiting.size());
        waiting.clear();
    }
}
