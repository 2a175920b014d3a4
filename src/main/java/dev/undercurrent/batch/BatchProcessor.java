package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
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
 * <p>A model call costs more for each of a few vectors than for each of many. So what waits in the thread's other tasks
 * goes along with the batch of a tick as its companions, and the {@link WaitingRoom} of the thread says how far apart
 * the ticks are. Where its streams are quiet, a vector is scored at once.
 *
 * <p>What waits at a commit lies in slots {@code 0..B−1} of a cached, changelogged store and is read back by
 * {@link #init}, so a killed process loses nothing; the slots of batches that came and went between two commits
 * collapse in the cache. The list is only the store's decoded copy. Not thread-safe: one stream task owns it.
 */
final class BatchProcessor extends ContextualProcessor<String, FeatureVector, String, Batch> {
    private final BatchConfig config;
    private final PendingSerde serde;
    private final BatchMetrics metrics;
    private final String storeName;
    private final Supplier<WaitingRoom> rooms;
    private final List<Pending> waiting;
    private WaitingRoom room;
    private KeyValueStore<Integer, byte[]> slots;
    private Cancellable ticking;
    private int patience;
    private int pass;

    /** @param rooms gives the present thread's */
    @SuppressWarnings("NullAway.Init") // store, room and schedule come with init
    BatchProcessor(
            BatchConfig config,
            PendingSerde serde,
            BatchMetrics metrics,
            String storeName,
            Supplier<WaitingRoom> rooms) {
        this.config = config;
        this.serde = serde;
        this.metrics = metrics;
        this.storeName = storeName;
        this.rooms = rooms;
        this.waiting = new ArrayList<>(config.size());
    }

    @Override
    public void init(ProcessorContext<String, Batch> context) {
        super.init(context);
        room = rooms.get();
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
        room.enter(waiting);
        ticking = schedule();
    }

    /**
     * Ticks as often as patience asks for, at multiples of that time: so all tasks of a thread tick in one pass of its
     * loop, which each tick cuts short.
     */
    private Cancellable schedule() {
        patience = room.patience();
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
        if (room.isNextAlone() || waiting.size() >= config.size()) {
            flush(List.of());
        }
    }

    private void tick(long wallClockTime) {
        pass = room.pass(pass);
        if (patience != room.patience()) {
            ticking.cancel();
            ticking = schedule();
        }
        if (!waiting.isEmpty()) {
            flush(room.besides(waiting, config.size() - waiting.size()));
        }
    }

    private void flush(List<FeatureVector> companions) {
        Batch batch = new Batch(waiting, companions);
        Pending last = batch.get(batch.size() - 1);
        context().forward(new Record<>(last.key(), batch, last.timestamp()));
        for (int slot = 0; slot < batch.size(); slot++) {
            slots.put(slot, null);
        }
        waiting.clear();
        metrics.waiting(-batch.size());
    }

    @Override
    public void close() {
        room.leave(waiting);
        metrics.waiting(-waiting.size());
        waiting.clear();
    }
}
