package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.features.Row;
import dev.undercurrent.features.WindowInput;
import dev.undercurrent.features.WindowInputSerde;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.features.WindowedEventSerde;
import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.Verdict;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStagesTopologyTest {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** A topology of one stage, whose output is kept as it leaves. */
    private static final class OneStage<I, O> implements AutoCloseable {
        private final List<Record<String, O>> output = new ArrayList<>();
        private final TopologyTestDriver driver;
        private final TestInputTopic<String, I> input;

        OneStage(ProcessorSupplier<String, I, String, O> stage, Serde<I> serde) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream("in", Consumed.with(Serdes.String(), serde))
                    .process(stage, Named.as("stage"))
                    .process(() -> new ContextualProcessor<String, O, Void, Void>() {
                        @Override
                        public void process(Record<String, O> record) {
                            output.add(record);
                        }
                    });
            driver = new TopologyTestDriver(builder.build(), new Properties(), Instant.EPOCH);
            input = driver.createInputTopic("in", new StringSerializer(), serde.serializer());
        }

        KeyValueStore<Bytes, byte[]> store(String name) {
            return driver.getKeyValueStore(name);
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    private static OneStage<WindowInput, WindowedEvent> trailing(VectorPlan plan) {
        return new OneStage<>(new TrailingStage(plan.groups().get(0), 1000), new WindowInputSerde());
    }

    private static void copy(KeyValueStore<Bytes, byte[]> from, KeyValueStore<Bytes, byte[]> to) {
        try (KeyValueIterator<Bytes, byte[]> rows = from.all()) {
            rows.forEachRemaining(row -> to.put(row.key, row.value));
        }
    }

    @Test
    void trailingWindowsCarryTimestampAndHeadersAndGoOnFromTheStore() {
        VectorPlan plan = Plans.plan(
                GRACE,
                "card",
                Plans.trailing("source", List.of(Duration.ofMinutes(1)), "count", "sum(amount)", "confirmed"));
        int count = Plans.slot(plan, "card.count.PT1M");
        int sum = Plans.slot(plan, "card.sum.amount.PT1M");
        int confirmed = Plans.slot(plan, "card.confirmed.PT1M");
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        try (OneStage<WindowInput, WindowedEvent> before = trailing(plan);
                OneStage<WindowInput, WindowedEvent> after = trailing(plan)) {
            before.input.pipeInput(new TestRecord<>(
                    "k", Plans.windowed(plan, "k", 1_000, 5, "x"), headers, Instant.ofEpochMilli(1_000)));
            before.input.pipeInput(
                    "k",
                    new WindowInput.OfVerdict(new Verdict("k/1000", Verdict.Answer.TRUE, 1_500, Map.of("card", "k"))));
            Record<String, WindowedEvent> first = before.output.get(0);
            assertThat(before.output).hasSize(1);
            assertThat(first.key()).isEqualTo("k");
            assertThat(first.timestamp()).isEqualTo(1_000);
            assertThat(first.headers().lastHeader("trace").value()).containsExactly(7);
            copy(before.store("window-card"), after.store("window-card"));
            after.input.pipeInput("k", Plans.windowed(plan, "k", 2_000, 6, "x"), 2_000);
            double[] values = after.output.get(0).value().values();
            assertThat(values[count]).isEqualTo(2);
            assertThat(values[sum]).isEqualTo(11);
            assertThat(values[confirmed]).isEqualTo(0.5);
        }
    }

    @Test
    void idleKeysAreSweptByTheWallClock() {
        VectorPlan plan = Plans.plan(GRACE, "card", Plans.trailing("source", List.of(Duration.ofMinutes(1)), "count"));
        try (OneStage<WindowInput, WindowedEvent> stage = trailing(plan)) {
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 1_000, 5, "x"), 1_000);
            stage.input.pipeInput("j", Plans.windowed(plan, "j", 900_000, 5, "x"), 900_000);
            stage.driver.advanceWallClockTime(Duration.ofSeconds(79));
            assertThat(size(stage.store("window-card"))).isEqualTo(2);
            stage.driver.advanceWallClockTime(Duration.ofSeconds(1));
            stage.driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(size(stage.store("window-card"))).isEqualTo(1);
        }
    }

    private static int size(KeyValueStore<Bytes, byte[]> store) {
        int[] size = {0};
        try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
            rows.forEachRemaining(row -> size[0]++);
        }
        return size[0];
    }

    @Test
    void closedWindowsLeaveUnderTheirEndAndLateEventsAsDeadLettersWithTheirBytes() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        ClosedStage closed = new ClosedStage(plan.groups().get(0), plan.schema().size(), 1000, IDLE);
        try (OneStage<WindowedEvent, Outcome<FeatureVector>> stage = new OneStage<>(closed, new WindowedEventSerde())) {
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 10_000, 1, ""), 10_000);
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 50_000, 1, ""), 50_000);
            Origin origin = new Origin("in", 0, 2, null, "raw".getBytes(StandardCharsets.UTF_8));
            stage.input.pipeInput(
                    "k",
                    new WindowedEvent(
                            Plans.event(plan, "e", "k", 29_999, 1, ""),
                            new double[plan.schema().size()],
                            false,
                            origin),
                    29_999);
            assertThat(stage.output).hasSize(2);
            assertThat(stage.output.get(0).key()).isEqualTo("k");
            assertThat(stage.output.get(0).timestamp()).isEqualTo(30_000);
            FeatureVector vector =
                    ((Outcome.Accepted<FeatureVector>) stage.output.get(0).value()).value();
            assertThat(vector.id()).isEqualTo("k@30000");
            assertThat(vector.row().number(Plans.slot(plan, "w.count.PT30S"))).isEqualTo(1);
            DeadLetter letter =
                    ((Outcome.Rejected<FeatureVector>) stage.output.get(1).value()).letter();
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.LATE);
            assertThat(letter.detail()).isEqualTo("time: 29999 ms (expected: within the grace of an open window)");
            assertThat(letter.origin()).usingRecursiveComparison().isEqualTo(origin);
        }
    }

    @Test
    void withoutRecordsTimeGoesOnFromTheLastEvents() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        ClosedStage closed = new ClosedStage(plan.groups().get(0), plan.schema().size(), 1000, IDLE);
        try (OneStage<WindowedEvent, Outcome<FeatureVector>> stage = new OneStage<>(closed, new WindowedEventSerde())) {
            stage.driver.advanceWallClockTime(Duration.ofHours(1)); // the stream is that far behind
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 10_000, 1, ""), 10_000);
            stage.driver.advanceWallClockTime(Duration.ofSeconds(30));
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 29_000, 1, ""), 29_000);
            assertThat(stage.output).isEmpty();
            stage.driver.advanceWallClockTime(Duration.ofSeconds(20));
            assertThat(stage.output).isEmpty();
            stage.driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(((Outcome.Accepted<FeatureVector>) stage.output.get(0).value())
                            .value()
                            .row()
                            .number(Plans.slot(plan, "w.count.PT30S")))
                    .isEqualTo(2);
        }
    }

    @Test
    void timeDoesNotGoOnBeyondTheWallClock() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        ClosedStage closed = new ClosedStage(plan.groups().get(0), plan.schema().size(), 1000, IDLE);
        try (OneStage<WindowedEvent, Outcome<FeatureVector>> stage = new OneStage<>(closed, new WindowedEventSerde())) {
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 10_000, 1, ""), 10_000);
            stage.driver.advanceWallClockTime(Duration.ofMillis(49_999));
            assertThat(stage.output).isEmpty();
            stage.driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(stage.output).hasSize(1);
        }
    }

    @Test
    void anEventWithoutTheKeyOfItsWindowsIsADeadLetter() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumblingBy("/channel", Duration.ofSeconds(30), "count"));
        ClosedStage closed = new ClosedStage(plan.groups().get(0), plan.schema().size(), 1000, IDLE);
        try (OneStage<WindowedEvent, Outcome<FeatureVector>> stage = new OneStage<>(closed, new WindowedEventSerde())) {
            stage.input.pipeInput("k", Plans.windowed(plan, "k", 10_000, 1, ""), 10_000);
            DeadLetter letter =
                    ((Outcome.Rejected<FeatureVector>) stage.output.get(0).value()).letter();
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.MISSING_KEY);
            assertThat(letter.detail()).isEqualTo("/channel: missing (expected: the key of the windows w)");
        }
    }

    @Test
    void closedWindowsGoOnFromTheStore(@TempDir File folder) {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        ClosedStage closed = new ClosedStage(plan.groups().get(0), plan.schema().size(), 1000, IDLE);
        MockProcessorContext<String, Outcome<FeatureVector>> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder);
        KeyValueStore<Bytes, byte[]> store = KafkaEntryStore.cached(closed.storeName())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        try (OneStage<WindowedEvent, Outcome<FeatureVector>> before =
                new OneStage<>(closed, new WindowedEventSerde())) {
            before.input.pipeInput("k", Plans.windowed(plan, "k", 10_000, 1, ""), 10_000);
            before.input.pipeInput("k", Plans.windowed(plan, "k", 55_000, 1, ""), 55_000);
            assertThat(before.output).hasSize(1);
            copy(before.store(closed.storeName()), store);
        }
        context.setCurrentSystemTimeMs(0);
        Processor<String, WindowedEvent, String, Outcome<FeatureVector>> after = closed.get();
        after.init(context);
        after.process(new Record<>("k", Plans.windowed(plan, "k", 29_000, 1, ""), 29_000));
        after.process(new Record<>("k", Plans.windowed(plan, "k", 80_000, 1, ""), 80_000));
        List<Outcome<FeatureVector>> values = context.forwarded().stream()
                .<Outcome<FeatureVector>>map(forward -> forward.record().value())
                .toList();
        assertThat(values).hasSize(2);
        assertThat(values.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Accepted<FeatureVector>) values.get(1)).value().id())
                .isEqualTo("k@60000");
        after.close();
        assertThat(context.scheduledPunctuators()).allMatch(MockProcessorContext.CapturedPunctuator::cancelled);
        store.close();
    }

    @Test
    void historyGoesOnFromTheStore() {
        try (OneStage<FeatureVector, FeatureVector> before =
                        new OneStage<>(new HistoryStage(3, 100), new FeatureVectorSerde());
                OneStage<FeatureVector, FeatureVector> after =
                        new OneStage<>(new HistoryStage(3, 100), new FeatureVectorSerde())) {
            before.input.pipeInput("k", vector(10), 10);
            before.input.pipeInput("k", vector(20), 20);
            copy(before.store(HistoryStage.STORE), after.store(HistoryStage.STORE));
            after.input.pipeInput("k", vector(30), 30);
            assertThat(before.output.get(1).value().history().stream().map(Row::time))
                    .containsExactly(10L);
            assertThat(after.output.get(0).value().history().stream().map(Row::time))
                    .containsExactly(10L, 20L);
            assertThat(after.output.get(0).timestamp()).isEqualTo(30);
        }
    }

    private static FeatureVector vector(long time) {
        return new FeatureVector(
                "v" + time, "k", false, new Row(time, new double[] {time}, new String[] {""}), List.of());
    }
}
