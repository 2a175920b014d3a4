package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gathers vectors and forwards them as one {@link Batch} when there are enough or they have waited long enough.
 *
 * <p>A model call costs more for each of a few vectors than for each of many. So what waits in the thread's other tasks
 * goes along with the batch of a tick as its companions, and the {@link WaitingRoom} of the thread says how far apart
 * the ticks are. Where its streams are quiet, a vector is scored at once.
 *
 * <p>What waits lies in a {@link WaitingStore} and is read back by {@link #init}, so a killed process loses nothing.
 * Not thread-safe: one stream task owns it.
 */
final class BatchProcessor extends ContextualProcessor<String, FeatureVector, String, Batch> {
    private final BatchConfig config;
    private final BatchMetrics metrics;
    private final String storeName;
    private final Supplier<WaitingRoom> rooms;
    private WaitingRoom room;
    private WaitingStore store;
    private Cancellable ticking;
    private int patience;
    private int pass;

    /** @param rooms gives the present thread's */
    @SuppressWarnings("NullAway.Init") // store, room and schedule come with init
    BatchProcessor(BatchConfig config, BatchMetrics metrics, String storeName, Supplier<WaitingRoom> rooms) {
        this.config = config;
        this.metrics = metrics;
        this.storeName = storeName;
        this.rooms = rooms;
    }

    @Override
    public void init(ProcessorContext<String, Batch> context) {
        super.init(context);
        room = rooms.get();
        store = context.getStateStore(storeName);
        store.restore();
        metrics.waiting(store.waiting().size());
        room.enter(store.waiting());
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
        store.add(pending);
        metrics.waiting(1);
        if (room.isNextAlone() || store.waiting().size() >= config.size()) {
            flush(List.of());
        }
    }

    private void tick(long wallClockTime) {
        pass = room.pass(pass);
        if (patience != room.patience()) {
            ticking.cancel();
            ticking = schedule();
        }
        List<Pending> waiting = store.waiting();
        if (!waiting.isEmpty()) {
            flush(room.besides(waiting, config.size() - waiting.size()));
        }
    }

    private void flush(List<FeatureVector> companions) {
        Batch batch = new Batch(store.waiting(), companions);
        Pending last = batch.get(batch.size() - 1);
        context().forward(new Record<>(last.key(), batch, last.timestamp()));
        store.clear();
        metrics.waiting(-batch.size());
    }

    @Override
    public void close() {
        room.leave(store.waiting());
        metrics.waiting(-store.waiting().size());
    }
}
