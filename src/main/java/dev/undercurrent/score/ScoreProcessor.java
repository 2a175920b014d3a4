package dev.undercurrent.score;

import dev.undercurrent.batch.Batch;
import dev.undercurrent.features.FeatureVector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Scores each batch with the scorer in use and forwards one scored unit a vector, under its own key, timestamp and
 * headers. Not thread-safe: one stream task owns it.
 */
final class ScoreProcessor extends ContextualProcessor<String, Batch, String, ScoredUnit> {
    private static final int SEEN = -1;
    private static final String NO_TOPIC = "";

    private final ScorerSlot slot;
    private final Supplier<BaselineScorer> baselines;
    private final Serde<FeatureVector> vectors;
    private final Scoring.Observer observer;
    private final Supplier<SharedCalls> calls;
    private Scoring scoring;

    /**
     * @param baselines gives one that has learnt nothing
     * @param calls gives the present thread's
     */
    @SuppressWarnings("NullAway.Init") // the scoring needs the stores, which come with init
    ScoreProcessor(
            ScorerSlot slot,
            Supplier<BaselineScorer> baselines,
            Serde<FeatureVector> vectors,
            Scoring.Observer observer,
            Supplier<SharedCalls> calls) {
        this.slot = slot;
        this.baselines = baselines;
        this.vectors = vectors;
        this.observer = observer;
        this.calls = calls;
    }

    @Override
    public void init(ProcessorContext<String, ScoredUnit> context) {
        super.init(context);
        StoredMemory memory = new StoredMemory(
                context.getStateStore(ScoreStage.BASELINE_STORE),
                context.getStateStore(ScoreStage.SMOOTHING_STORE),
                context.getStateStore(ScoreStage.DRIFT_STORE),
                vectors);
        BaselineScorer baseline = baselines.get();
        memory.restore(baseline);
        scoring = new Scoring(slot, baseline, memory, calls.get(), observer);
    }

    @Override
    public void process(Record<String, Batch> record) {
        Batch batch = record.value();
        List<Score> scores = scoring.score(batch.vectors(), batch.companions());
        for (int row = 0; row < batch.size(); row++) {
            Record<String, FeatureVector> pending = batch.get(row);
            context().forward(pending.withValue(new ScoredUnit(pending.value(), scores.get(row))));
        }
    }

    private record StoredMemory(
            KeyValueStore<Integer, byte[]> sample,
            KeyValueStore<String, Double> averages,
            KeyValueStore<String, byte[]> drifts,
            Serde<FeatureVector> vectors)
            implements Scoring.Memory {
        void restore(BaselineScorer baseline) {
            byte[] count = sample.get(SEEN);
            if (count == null) {
                return;
            }
            List<FeatureVector> kept = new ArrayList<>();
            for (int index = 0; index < BaselineSample.CAPACITY; index++) {
                byte[] vector = sample.get(index);
                if (vector != null) {
                    kept.add(vectors.deserializer().deserialize(NO_TOPIC, vector));
                }
            }
            baseline.restore(kept, ByteBuffer.wrap(count).getLong());
        }

        @Override
        public void keep(int index, FeatureVector vector, long seen) {
            if (index != BaselineSample.NONE) {
                sample.put(index, vectors.serializer().serialize(NO_TOPIC, vector));
            }
            sample.put(SEEN, ByteBuffer.allocate(Long.BYTES).putLong(seen).array());
        }

        @Override
        public double average(String key) {
            Double average = averages.get(key);
            return average == null ? Smoothing.INITIAL : average;
        }

        @Override
        public void keepAverage(String key, double average) {
            averages.put(key, average);
        }

        @Override
        public @Nullable Drift drift(String key) {
            byte[] kept = drifts.get(key);
            return kept == null ? null : Drift.of(kept);
        }

        @Override
        public void keepDrift(String key, Drift drift) {
            drifts.put(key, drift.toBytes());
        }
    }
}
