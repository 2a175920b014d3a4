package dev.undercurrent.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.score.Vectors;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchProcessorTest {
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final BatchStage STAGE =
            new BatchStage(new BatchConfig(3, LINGER), new FeatureVectorSerde(), new Meters("payments"));

    @TempDir
    File folder;

    private final KeyValueStore<Integer, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(BatchStage.STORE), Serdes.Integer(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private MockProcessorContext<String, Batch> context;

    @BeforeEach
    void open() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder);
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void forwardsABatchOnceItIsFull() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);

        IntStream.range(0, 7).forEach(number -> batch.process(record(number)));

        assertThat(batches(context)).containsExactly("id-0 id-1 id-2", "id-3 id-4 id-5");
        assertThat(store.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void forwardsWhatWaitsOnceLingerIsOver() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        batch.process(record(0));
        batch.process(record(1));

        tick(context);
        tick(context);

        assertThat(batches(context)).containsExactly("id-0 id-1");
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void waitsLongerWhereMoreComesUpToTheWholeLinger() {
        Processor<String, FeatureVector, String, Batch> batch =
                new BatchStage(new BatchConfig(100, LINGER), new FeatureVectorSerde(), new Meters("payments")).get();
        batch.init(context);

        for (int ticks : new int[] {1, 2, 4, 4}) {
            assertThat(ticker(context).getInterval())
                    .isEqualTo(LINGER.dividedBy(4).multipliedBy(ticks));
            IntStream.range(0, 5 * ticks).forEach(number -> batch.process(record(number)));
            tick(context);
        }
        for (int ticks : new int[] {4, 2, 1}) {
            assertThat(ticker(context).getInterval())
                    .isEqualTo(LINGER.dividedBy(4).multipliedBy(ticks));
            batch.process(record(0));
            tick(context);
        }

        assertThat(context.forwarded())
                .extracting(forward -> forward.record().value().size())
                .containsExactly(5, 10, 20, 20, 1, 1, 1);
    }

    @Test
    void scoresALoneVectorAtOnceButNotTheSecondOfATick() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        tick(context);

        batch.process(record(0));
        assertThat(batches(context)).containsExactly("id-0");

        batch.process(record(1));
        assertThat(batches(context)).containsExactly("id-0");

        tick(context);
        batch.process(record(2));
        assertThat(batches(context)).containsExactly("id-0", "id-1");

        tick(context);
        tick(context);
        batch.process(record(3));
        assertThat(batches(context)).containsExactly("id-0", "id-1", "id-2", "id-3");
    }

    @Test
    void goesOnAfterARestartWithWhatWaited() {
        Processor<String, FeatureVector, String, Batch> killed = started(context);
        IntStream.range(0, 5).forEach(number -> killed.process(record(number)));
        MockProcessorContext<String, Batch> after = new MockProcessorContext<>();
        after.addStateStore(store);
        Processor<String, FeatureVector, String, Batch> batch = started(after);

        batch.process(record(5));

        assertThat(batches(after)).containsExactly("id-3 id-4 id-5");
        Pending waited = after.forwarded().get(0).record().value().get(0);
        assertThat(waited.key()).isEqualTo("k-3");
        assertThat(waited.timestamp()).isEqualTo(3_000);
        assertThat(waited.headers().toArray()).extracting("key").containsExactly("trace", "nothing");
        assertThat(waited.headers().lastHeader("trace").value()).containsExactly(3);
        assertThat(waited.headers().lastHeader("nothing").value()).isNull();
        assertThat(waited.vector().row().number(0)).isEqualTo(7.5);
        assertThat(waited.vector().row().text(3)).isEqualTo("card");
    }

    @Test
    void scoresAfterARestartWithoutAnotherRecord() {
        started(context).process(record(0));
        MockProcessorContext<String, Batch> after = new MockProcessorContext<>();
        after.addStateStore(store);
        started(after);

        tick(after);

        assertThat(batches(after)).containsExactly("id-0");
    }

    @Test
    void doesNotShareHeadersWithWhoeverSentTheRecord() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        Record<String, FeatureVector> record = record(0);
        batch.process(record);
        record.headers().remove("trace");

        tick(context);

        Pending waited = context.forwarded().get(0).record().value().get(0);
        assertThat(waited.headers().lastHeader("trace").value()).containsExactly(0);
    }

    private static Processor<String, FeatureVector, String, Batch> started(
            MockProcessorContext<String, Batch> context) {
        Processor<String, FeatureVector, String, Batch> batch = STAGE.get();
        batch.init(context);
        return batch;
    }

    private static void tick(MockProcessorContext<String, Batch> context) {
        ticker(context).getPunctuator().punctuate(0);
    }

    /** The one that is not cancelled. */
    private static CapturedPunctuator ticker(MockProcessorContext<String, Batch> context) {
        List<CapturedPunctuator> tickers = context.scheduledPunctuators().stream()
                .filter(ticker -> !ticker.cancelled())
                .toList();
        assertThat(tickers).hasSize(1);
        assertThat(tickers.get(0).getType()).isEqualTo(PunctuationType.WALL_CLOCK_TIME);
        return tickers.get(0);
    }

    private static Record<String, FeatureVector> record(int number) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {(byte) number});
        headers.add("nothing", null);
        return new Record<>("k-" + number, Vectors.of(number, 7.5, 1, 0, "card"), 1000L * number, headers);
    }

    private static List<String> batches(MockProcessorContext<String, Batch> context) {
        return context.forwarded().stream()
                .map(forward -> String.join(
                        " ",
                        forward.record().value().vectors().stream()
                                .map(FeatureVector::id)
                                .toList()))
                .toList();
    }
}
