package dev.undercurrent.commit;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Passes records on and asks for commits at a {@link CommitPace}; one at the head of each stage. Thread-safe. */
public final class CommitStage<V> implements ProcessorSupplier<String, V, String, V> {
    /**
     * Its multiples are among those of the batches' ticks, so that all tasks of a thread tick in one pass of its loop.
     */
    private static final Duration TICK = Duration.ofMillis(20);

    /** Commits that a record asks for: of what it leads to at once, and of what waits in a batch first. */
    private static final int COMMITS = 2;

    private final CommitPace pace;

    public CommitStage(CommitPace pace) {
        this.pace = pace;
    }

    @Override
    public Processor<String, V, String, V> get() {
        return new CommitProcessor<>(pace);
    }

    private static final class CommitProcessor<V> extends ContextualProcessor<String, V, String, V> {
        private final CommitPace pace;
        private int wanted;

        CommitProcessor(CommitPace pace) {
            this.pace = pace;
        }

        @Override
        public void init(ProcessorContext<String, V> context) {
            super.init(context);
            context.schedule(Instant.EPOCH, TICK, PunctuationType.WALL_CLOCK_TIME, time -> askIfDue());
        }

        @Override
        public void process(Record<String, V> record) {
            context().forward(record);
            wanted = COMMITS;
            askIfDue();
        }

        /** Only a task with something to commit commits, and with it all of its thread. */
        private void askIfDue() {
            if (wanted > 0 && pace.isDue()) {
                wanted--;
                context().commit();
            }
        }
    }
}
