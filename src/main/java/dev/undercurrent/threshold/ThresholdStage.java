package dev.undercurrent.threshold;

import dev.undercurrent.commit.CommitHook;
import dev.undercurrent.score.ScoredUnit;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Supplies the threshold stage: scored units in, judged units out; the rate of units in the store {@code rate}.
 * Immutable.
 *
 * <p>Alerts per day are shared out evenly over the tasks: no task knows the others' rates.
 */
public final class ThresholdStage implements ProcessorSupplier<String, ScoredUnit, String, JudgedUnit> {
    private static final String STORE = "rate";
    private static final String HOOK = "rate-hook";
    private static final String RATE = "rate";

    private final Threshold threshold;

    /** @param tasks how many tasks share the alerts, at least one */
    public ThresholdStage(ThresholdConfig config, int tasks) {
        this.threshold = Threshold.of(new ThresholdConfig(config.risk(), config.alertsPerDay() / tasks));
    }

    @Override
    public Processor<String, ScoredUnit, String, JudgedUnit> get() {
        return new ThresholdProcessor(threshold);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(CommitHook.state(STORE, Serdes.String()), CommitHook.builder(HOOK));
    }

    /** Not thread-safe: one stream task owns it. */
    private static final class ThresholdProcessor extends ContextualProcessor<String, ScoredUnit, String, JudgedUnit> {
        private final Threshold threshold;
        private KeyValueStore<String, byte[]> store;
        private RateEstimate rate;
        private long written;

        @SuppressWarnings("NullAway.Init") // the store and what it holds come with init
        private ThresholdProcessor(Threshold threshold) {
            this.threshold = threshold;
        }

        @Override
        public void init(ProcessorContext<String, JudgedUnit> context) {
            super.init(context);
            store = context.getStateStore(STORE);
            byte[] stored = store.get(RATE);
            rate = stored == null ? RateEstimate.NONE : read(ByteBuffer.wrap(stored));
            written = rate.units();
            CommitHook hook = context.getStateStore(HOOK);
            hook.beforeCommit(this::write);
        }

        private static RateEstimate read(ByteBuffer source) {
            return new RateEstimate(source.getDouble(), source.getLong(), source.getLong(), source.getLong());
        }

        private void write() {
            if (rate.units() == written) {
                return;
            }
            store.put(
                    RATE,
                    ByteBuffer.allocate(Double.BYTES + 3 * Long.BYTES)
                            .putDouble(rate.weight())
                            .putLong(rate.first())
                            .putLong(rate.last())
                            .putLong(rate.units())
                            .array());
            written = rate.units();
        }

        @Override
        public void process(Record<String, ScoredUnit> record) {
            ScoredUnit unit = record.value();
            rate = rate.after(unit.vector().time());
            Verdict verdict = threshold.decide(unit.score().tailProbability(), rate.perDay());
            context().forward(record.withValue(new JudgedUnit(unit.vector(), unit.score(), verdict, rate.units())));
        }
    }
}
