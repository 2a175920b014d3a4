package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
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
 * <p>What waits is {@link Waiting}, which {@link #init} reads back from the store, so a killed process loses nothing.
 * Not thread-safe: one stream task owns it.
 */
final class BatchProcessor extends ContextualProcessor<String, FeatureVector, String, Batch> {
    private final BatchConfig config;
    private final BatchMetrics metrics;
    private final Serde<FeatureVector> vectors;
    private final Supplier<WaitingRoom> rooms;
    private WaitingRoom room;
    private Waiting waiting;
    private Cancellable ticking;
    private int patience;
    private int pass;

    /**
     * @param vectors how a vector is written to the store
     * @param rooms gives the present thread's
     */
    @SuppressWarnings("NullAway.Init") // what waits, the room and the schedule come with init
    BatchProcessor(
            BatchConfig config, BatchMetrics metrics, Serde<FeatureVector> vectors, Supplier<WaitingRoom> rooms) {
        this.config = config;
        this.metrics = metrics;
        this.vectors = vectors;
        this.rooms = rooms;
    }

    @Override
    public void init(ProcessorContext<String, Batch> context) {
        super.init(context);
        room = rooms.get();
        waiting = new Waiting(context.getStateStore(BatchStage.STORE), context.getStateStore(BatchStage.HOOK), vectors);
        metrics.waiting(waiting.list().size());
        room.enter(waiting.list());
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
        waiting.add(record.withHeaders(record.headers())); // a copy of them
        metrics.waiting(1);
        if (room.isNextAlone() || waiting.list().size() >= config.size()) {
            flush(List.of());
        }
    }

    private void tick(long wallClockTime) {
        pass = room.pass(pass);
        if (patience != room.patience()) {
            ticking.cancel();
            ticking = schedule();
        }
        List<Record<String, FeatureVector>> own = waiting.list();
        if (!own.isEmpty()) {
            flush(room.besides(own, config.size() - own.size()));
        }
    }

    private void flush(List<FeatureVector> companions) {
        Batch batch = new Batch(waiting.list(), companions);
        Record<String, FeatureVector> last = batch.get(batch.size() - 1);
        context().forward(new Record<>(last.key(), batch, last.timestamp()));
        waiting.clear();
        metrics.waiting(-batch.size());
    }

    @Override
    public void close() {
        ticking.cancel(); // a task that is revived still has what was scheduled before
        room.leave(waiting.list());
        metrics.waiting(-waiting.list().size());
    }
}
