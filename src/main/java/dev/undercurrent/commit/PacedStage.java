package dev.undercurrent.commit;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A stage that also asks for commits at a {@link CommitPace}; for the head of each sub-topology. Thread-safe if the
 * stage is.
 */
public final class PacedStage<KIn, VIn, KOut, VOut> implements ProcessorSupplier<KIn, VIn, KOut, VOut> {
    /**
     * Its multiples are among those of the batches' ticks, so that all tasks of a thread tick in one pass of its loop.
     */
    private static final Duration TICK = Duration.ofMillis(20);

    /** Commits that a record asks for: of what it leads to at once, and of what waits in a batch first. */
    private static final int COMMITS = 2;

    private final ProcessorSupplier<KIn, VIn, KOut, VOut> stage;
    private final CommitPace pace;

    public PacedStage(ProcessorSupplier<KIn, VIn, KOut, VOut> stage, CommitPace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    @Override
    public Processor<KIn, VIn, KOut, VOut> get() {
        return new PacedProcessor<>(stage.get(), pace);
    }

    @Override
    public @Nullable Set<StoreBuilder<?>> stores() {
        return stage.stores();
    }

    private static final class PacedProcessor<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {
        private final Processor<KIn, VIn, KOut, VOut> processor;
        private final CommitPace pace;
        private ProcessorContext<KOut, VOut> context;
        private Cancellable ticking;
        private int wanted;

        @SuppressWarnings("NullAway.Init") // Kafka calls init first
        PacedProcessor(Processor<KIn, VIn, KOut, VOut> processor, CommitPace pace) {
            this.processor = processor;
            this.pace = pace;
        }

        @Override
        public void init(ProcessorContext<KOut, VOut> context) {
            this.context = context;
            ticking = context.schedule(Instant.EPOCH, TICK, PunctuationType.WALL_CLOCK_TIME, time -> askIfDue());
            processor.init(context);
        }

        @Override
        public void process(Record<KIn, VIn> record) {
            processor.process(record);
            wanted = COMMITS;
            askIfDue();
        }

        /** Only a task with something to commit commits, and with it all of its thread. */
        private void askIfDue() {
            if (wanted > 0 && pace.isDue()) {
                wanted--;
                context.commit();
            }
        }

        @Override
        public void close() {
            ticking.cancel(); // a task that is revived still has what was scheduled before
            processor.close();
        }
    }
}
