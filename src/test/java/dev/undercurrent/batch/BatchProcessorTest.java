package dev.undercurrent.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.commit.CommitHook;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.repartition.Bundle;
import dev.undercurrent.score.Vectors;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchProcessorTest {
    private static final Duration LINGER = Duration.ofMillis(20);

    private final BatchStage stage =
            new BatchStage(new BatchConfig(3, LINGER), new FeatureVectorSerde(), new Meters("payments"));

    @TempDir
    File folder;

    private final KeyValueStore<Integer, byte[]> store = store();
    private final CommitHook hook = CommitHook.builder(BatchStage.HOOK).build();
    private MockProcessorContext<String, Batch> context;

    @BeforeEach
    void open() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder);
        store.init(context.getStateStoreContext(), store);
        hook.init(context.getStateStoreContext(), hook);
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
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void forwardsWhatWaitsOnceLingerIsOver() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        batch.process(record(0));
        batch.process(record(1));

        tick(context);
        tick(context);

        assertThat(batches(context)).containsExactly("id-0 id-1");
        assertThat(written()).isZero();
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
    void aTickTakesAlongWhatWaitsInTheThreadsOtherTasksUpToAFullBatch() {
        Processor<String, FeatureVector, String, Batch> own = started(context);
        own.process(record(0));
        MockProcessorContext<String, Batch> elsewhere = otherTask();
        Processor<String, FeatureVector, String, Batch> other = started(elsewhere);
        IntStream.range(10, 12).forEach(number -> other.process(record(number)));

        tick(context);
        IntStream.range(1, 3).forEach(number -> own.process(record(number)));
        tick(context);
        tick(elsewhere);

        assertThat(batches(context)).containsExactly("id-0", "id-1 id-2");
        assertThat(companions(context)).containsExactly("id-10 id-11", "id-10");
        assertThat(companions(elsewhere)).containsExactly("");
        assertThat(batches(elsewhere)).containsExactly("id-10 id-11");
    }

    @Test
    void whatComesToOneTaskIsNotAloneWhereOthersGetSomeToo() {
        Processor<String, FeatureVector, String, Batch> own = started(context);
        MockProcessorContext<String, Batch> elsewhere = otherTask();
        Processor<String, FeatureVector, String, Batch> other = started(elsewhere);

        for (int number = 0; number < 3; number++) {
            own.process(record(number));
            other.process(record(10 + number));
            tick(context);
            tick(elsewhere);
        }

        assertThat(batches(context)).containsExactly("id-0", "id-1", "id-2");
        assertThat(companions(context)).containsExactly("id-10", "id-11", "id-12");
        assertThat(batches(elsewhere)).containsExactly("id-10", "id-11", "id-12");
        assertThat(companions(elsewhere)).containsExactly("", "", "");
    }

    @Test
    void allTasksOfAThreadTickEquallyOften() {
        Processor<String, FeatureVector, String, Batch> own = started(context);
        MockProcessorContext<String, Batch> elsewhere = otherTask();
        started(elsewhere);

        IntStream.range(0, 2).forEach(number -> own.process(record(number)));
        tick(context);
        tick(elsewhere);

        assertThat(ticker(context).getInterval()).isEqualTo(LINGER.dividedBy(2));
        assertThat(ticker(elsewhere).getInterval()).isEqualTo(LINGER.dividedBy(2));
    }

    @Test
    void aTaskThatIsClosedIsNobodysCompanion() {
        Processor<String, FeatureVector, String, Batch> own = started(context);
        own.process(record(0));
        MockProcessorContext<String, Batch> task = otherTask();
        Processor<String, FeatureVector, String, Batch> other = started(task);
        other.process(record(1));

        other.close();
        tick(context);
        assertThat(task.scheduledPunctuators()).allMatch(MockProcessorContext.CapturedPunctuator::cancelled);

        assertThat(companions(context)).containsExactly("");
    }

    @Test
    void anotherThreadsTasksAreNobodysCompanions() throws InterruptedException {
        Processor<String, FeatureVector, String, Batch> own = started(context);
        own.process(record(0));
        Thread thread = new Thread(() -> started(otherTask()).process(record(1)));
        thread.start();
        thread.join();

        tick(context);

        assertThat(companions(context)).containsExactly("");
    }

    @Test
    void goesOnAfterARestartWithWhatWaited() {
        Processor<String, FeatureVector, String, Batch> killed = started(context);
        IntStream.range(0, 5).forEach(number -> killed.process(record(number)));
        hook.flushCache();
        killed.process(record(6)); // comes again, as it was not committed
        MockProcessorContext<String, Batch> after = restarted();
        Processor<String, FeatureVector, String, Batch> batch = started(after);

        batch.process(record(5));

        assertThat(batches(after)).containsExactly("id-3 id-4 id-5");
        Record<String, FeatureVector> waited =
                after.forwarded().get(0).record().value().get(0);
        assertThat(waited.key()).isEqualTo("k-3");
        assertThat(waited.timestamp()).isEqualTo(3_000);
        assertThat(waited.headers().toArray()).extracting("key").containsExactly("trace", "nothing");
        assertThat(waited.headers().lastHeader("trace").value()).containsExactly(3);
        assertThat(waited.headers().lastHeader("nothing").value()).isNull();
        assertThat(waited.value().row().number(0)).isEqualTo(7.5);
        assertThat(waited.value().row().text(3)).isEqualTo("card");
    }

    @Test
    void refusesWhatABuildWithAnotherFormLeftWaiting() {
        store.put(0, new byte[Long.BYTES]); // began with a timestamp

        assertThatThrownBy(() -> started(context))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("no bundle of this build")
                .hasMessageContaining("work off what waits")
                .hasMessageEndingWith("'reset'");
    }

    @Test
    void scoresAfterARestartWithoutAnotherRecord() {
        started(context).process(record(0));
        hook.flushCache();
        MockProcessorContext<String, Batch> after = restarted();
        started(after);

        tick(after);

        assertThat(batches(after)).containsExactly("id-0");
    }

    @Test
    void aCommitForgetsWhatWasWrittenAtTheOneBeforeAndHasGoneSince() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        IntStream.range(0, 2).forEach(number -> batch.process(record(number)));
        assertThat(written()).isEqualTo(2);

        IntStream.range(2, 4).forEach(number -> batch.process(record(number)));
        assertThat(written()).isEqualTo(1);

        List<String> kept = new ArrayList<>();
        Bundle.read(
                store.get(0),
                new FeatureVectorSerde().deserializer(),
                record -> kept.add(record.value().id()));
        assertThat(kept).containsExactly("id-3");
        tick(context);
        assertThat(written()).isZero();
    }

    @Test
    void doesNotShareHeadersWithWhoeverSentTheRecord() {
        Processor<String, FeatureVector, String, Batch> batch = started(context);
        Record<String, FeatureVector> record = record(0);
        batch.process(record);
        record.headers().remove("trace");

        tick(context);

        Record<String, FeatureVector> waited =
                context.forwarded().get(0).record().value().get(0);
        assertThat(waited.headers().lastHeader("trace").value()).containsExactly(0);
    }

    /** A context with what is in the store. */
    private MockProcessorContext<String, Batch> restarted() {
        MockProcessorContext<String, Batch> after = new MockProcessorContext<>();
        after.addStateStore(store);
        after.addStateStore(hook);
        return after;
    }

    /** A context with a store of its own. */
    private MockProcessorContext<String, Batch> otherTask() {
        MockProcessorContext<String, Batch> other =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 1), folder);
        KeyValueStore<Integer, byte[]> own = store();
        own.init(other.getStateStoreContext(), own);
        CommitHook ownHook = CommitHook.builder(BatchStage.HOOK).build();
        ownHook.init(other.getStateStoreContext(), ownHook);
        return other;
    }

    private static KeyValueStore<Integer, byte[]> store() {
        return CommitHook.state(BatchStage.STORE, Serdes.Integer())
                .withLoggingDisabled()
                .build();
    }

    /** Slots that hold a vector after a commit. */
    private long written() {
        hook.flushCache();
        return store.approximateNumEntries();
    }

    private Processor<String, FeatureVector, String, Batch> started(MockProcessorContext<String, Batch> context) {
        Processor<String, FeatureVector, String, Batch> batch = stage.get();
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
        return ids(context, Batch::vectors);
    }

    private static List<String> companions(MockProcessorContext<String, Batch> context) {
        return ids(context, Batch::companions);
    }

    private static List<String> ids(
            MockProcessorContext<String, Batch> context, Function<Batch, List<FeatureVector>> vectors) {
        return context.forwarded().stream()
                .map(forward -> vectors.apply(forward.record().value()).stream()
                        .map(FeatureVector::id)
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
