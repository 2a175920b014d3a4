package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.batch.Batch;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.metrics.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ScoreStageTest {
    private static final int UNITS = 40;

    private final ScoreStage stage =
            new ScoreStage(new ScorerSlot(), Vectors.SCHEMA, 3, new FeatureVectorSerde(), new Meters("payments"));

    @Test
    void theBaselineOfARevivedTaskForgetsWhatWasNotCommitted() {
        Processor<String, Batch, String, ScoredUnit> processor = stage.get();

        List<Score> first = live(processor);
        List<Score> second = live(processor);

        assertThat(first.get(UNITS - 1)).as("what was learnt shows").isNotEqualTo(first.get(0));
        assertThat(second).isEqualTo(first);
    }

    /** The scores of some units of a task whose stores are empty. */
    private static List<Score> live(Processor<String, Batch, String, ScoredUnit> processor) {
        MockProcessorContext<String, ScoredUnit> context = new MockProcessorContext<>();
        add(context, ScoreStage.BASELINE_STORE, Serdes.Integer(), Serdes.ByteArray());
        add(context, ScoreStage.SMOOTHING_STORE, Serdes.String(), Serdes.Double());
        add(context, ScoreStage.DRIFT_STORE, Serdes.String(), Serdes.ByteArray());
        processor.init(context);
        List<Score> scores = new ArrayList<>();
        IntStream.range(0, UNITS).forEach(number -> {
            Record<String, FeatureVector> pending =
                    new Record<>("card", Vectors.of(number, number % 7, number % 3, 0, "web"), number);
            processor.process(new Record<>("card", new Batch(List.of(pending), List.of()), number));
        });
        context.forwarded()
                .forEach(forward -> scores.add(forward.record().value().score()));
        return scores;
    }

    private static <K, V> void add(
            MockProcessorContext<String, ScoredUnit> context, String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
