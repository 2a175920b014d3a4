package dev.undercurrent.training;

import dev.undercurrent.priority.Background;
import dev.undercurrent.training.Reservoir.Sizes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples scored units, has a round run on its own thread when one is due, and forwards what the round leaves.
 *
 * <p>The thread gets a copy and touches neither store nor context; its result is forwarded by a punctuation, so that
 * the model and the state that says it was published are one transaction. A round that is cut off by a close is
 * forgotten; the next owner of the task begins it anew, but not at once. Not thread-safe: one stream task owns it.
 */
final class RetrainingProcessor extends ContextualProcessor<String, byte[], String, Announcement> {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainingProcessor.class);
    /** How long a training may take to notice that it is cut off: a step, or the call that scores a batch. */
    private static final Duration END = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofMillis(200);
    private static final int STATE = -1;

    private final TrainingConfig config;
    private final long seed;
    private final Rounds rounds;
    private final RetrainingMetrics metrics;
    private final String storeName;
    private KeyValueStore<Integer, byte[]> store;
    private Retraining retraining;
    private ExecutorService thread;
    private Cancellable ticking;
    private boolean fitted;
    private @Nullable Future<RoundResult> running;

    @SuppressWarnings("NullAway.Init") // they come with init
    RetrainingProcessor(TrainingConfig config, long seed, Rounds rounds, RetrainingMetrics metrics, String storeName) {
        this.config = config;
        this.seed = seed;
        this.rounds = rounds;
        this.metrics = metrics;
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<String, Announcement> context) {
        super.init(context);
        store = context.getStateStore(storeName);
        byte[] stored = store.get(STATE);
        Sizes sizes = Sizes.of(config);
        retraining = new Retraining(
                config,
                seed,
                new StoredSlots(store),
                stored == null ? RetrainingState.begin(sizes) : RetrainingState.fromBytes(stored, sizes));
        fitted = false;
        running = null; // of a task that was revived: its round began with a sample that was never committed
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread trainer = new Thread(
                    () -> {
                        Background.enter();
                        work.run();
                    },
                    "trainer");
            trainer.setDaemon(true);
            return trainer;
        });
        ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        fit();
        retraining.add(record.value());
        store.put(STATE, retraining.state().toBytes());
    }

    /** Not within {@link #init}, in which a store with a changelog cannot be written. */
    private void fit() {
        if (!fitted) {
            fitted = true;
            if (retraining.fit()) {
                store.put(STATE, retraining.state().toBytes());
                LOG.atInfo()
                        .addKeyValue("units", retraining.state().seen())
                        .log("training.sample or training.holdout has changed; the units kept were laid out anew");
            }
        }
    }

    @Override
    public void close() {
        ticking.cancel(); // a task that is revived still has what was scheduled before
        thread.shutdownNow();
        try { // a process that ends while TensorFlow runs ends by a segmentation fault
            if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("training does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        metrics.released();
    }

    private void tick(long wallClockTime) {
        fit();
        metrics.sampled(retraining.state().flaggedShare(), Math.max(0, store.approximateNumEntries() - 1));
        Future<RoundResult> round = running;
        if (round != null) {
            if (round.isDone()) {
                running = null;
                finish(round, wallClockTime);
            }
        } else if (retraining.isDue(wallClockTime)) {
            boolean shifted = retraining.isShifted();
            Sample sample = retraining.begin(wallClockTime);
            store.put(STATE, retraining.state().toBytes());
            int version = retraining.state().version();
            metrics.began(sample.training().size());
            running = thread.submit(() -> rounds.run(sample, version, shifted, wallClockTime));
        }
    }

    private void finish(Future<RoundResult> round, long wallClockTime) {
        try {
            RoundResult result = round.get();
            metrics.finished(result);
            ended(result.version());
            for (Announcement announcement : result.announcements()) {
                context().forward(new Record<>(announcement.key(), announcement, wallClockTime));
            }
        } catch (ExecutionException e) {
            metrics.failed();
            ended(0);
            LOG.atError()
                    .setCause(e.getCause())
                    .log("training failed; the model in use stays, the next round tries again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(int version) {
        retraining.ended(version);
        store.put(STATE, retraining.state().toBytes());
    }

    private record StoredSlots(KeyValueStore<Integer, byte[]> store) implements Reservoir.Slots {
        @Override
        public byte @Nullable [] get(int slot) {
            return store.get(slot);
        }

        @Override
        public void put(int slot, byte @Nullable [] unit) {
            store.put(slot, unit);
        }
    }
}
