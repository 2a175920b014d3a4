package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.training.Announcement.Destination;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingProcessorTest {
    private static final TrainingConfig CONFIG =
            new TrainingConfig(Duration.ofHours(6), 100, 1_000, 0.2, Duration.ofMinutes(1));
    private static final long NOW = 1_700_000_000_000L;

    /** What a round was called with. */
    private record Call(Sample sample, int lastVersion, boolean shifted, long wallClockTime) {}

    @TempDir
    File folder;

    private KeyValueStore<Integer, byte[]> store = empty();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private MockProcessorContext<String, Announcement> context;
    private Processor<String, byte[], String, Announcement> processor =
            new RetrainingStage(CONFIG, 1, this::promoted, new Meters("payments")).get();
    private int added;

    @BeforeEach
    void open() {
        MockProcessorContext<String, Announcement> first =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder);
        store.init(first.getStateStoreContext(), store);
        context = first;
    }

    @AfterEach
    void close() {
        processor.close();
        store.close();
    }

    @Test
    void aRoundIsHandedTheSampleOnceItIsDue() throws Exception {
        start(this::promoted);
        add(99);
        tick();
        assertThat(calls).isEmpty();

        add(1);
        tick();

        Call call = call();
        assertThat(call.sample().training()).hasSize(80);
        assertThat(call.sample().holdout()).hasSize(20);
        assertThat(call.lastVersion()).isZero();
        assertThat(call.shifted()).isFalse();
        assertThat(call.wallClockTime()).isEqualTo(NOW);
    }

    @Test
    void theNextPunctuationForwardsWhatARoundLeaves() throws Exception {
        start(this::promoted);
        add(100);
        tick();

        tickUntilForwarded();

        assertThat(context.forwarded()).hasSize(2);
        assertThat(context.forwarded().get(0).record().key()).isEqualTo("all/1/0");
        assertThat(context.forwarded().get(0).record().timestamp()).isEqualTo(NOW);
        assertThat(context.forwarded().get(1).record().value().destination()).isEqualTo(Destination.LIFECYCLE);
    }

    @Test
    void unitsAreSampledAndNoOtherRoundBeginsWhileOneRuns() throws Exception {
        start(this::heldBack);
        add(100);
        tick();
        call();

        add(500);
        tick();
        assertThat(context.forwarded()).isEmpty();
        assertThat(calls).isEmpty();
        held.countDown();
        tickUntilForwarded();
        tick();

        assertThat(call().sample().training()).hasSize(480);
    }

    @Test
    void aRestartGoesOnWithReservoirAndVersion() throws Exception {
        start(this::promoted);
        add(100);
        tick();
        tickUntilForwarded();
        processor.close();
        calls.clear();
        context = new MockProcessorContext<>();
        context.addStateStore(store);
        start(this::promoted);

        add(99);
        tick();
        assertThat(calls).isEmpty();
        add(1);
        tick();

        Call call = call();
        assertThat(call.lastVersion()).isEqualTo(1);
        assertThat(ReservoirTest.numbers(call.sample().training())).hasSize(160).startsWith(0, 1, 2);
        assertThat(ReservoirTest.numbers(call.sample().holdout())).hasSize(40).endsWith(199);
    }

    @Test
    void aRoundThatFailsLeavesEverythingForTheNext() throws Exception {
        start((sample, lastVersion, shifted, wallClockTime) -> {
            calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
            if (sample.training().size() < 100) {
                throw new IllegalStateException("out of luck");
            }
            return new RoundResult(lastVersion + 1, List.of(lifecycle()));
        });
        add(100);
        tick();
        call();
        add(100);

        tickUntilForwarded();

        assertThat(call().lastVersion()).isZero();
    }

    @Test
    void aRejectedCandidateDoesNotTakeANumber() throws Exception {
        start((sample, lastVersion, shifted, wallClockTime) -> {
            calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
            return new RoundResult(0, List.of(lifecycle()));
        });
        add(100);
        tick();
        call();
        tickUntilForwarded();
        add(100);
        tick();

        assertThat(call().lastVersion()).isZero();
    }

    @Test
    void closingInterruptsARound() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        start((sample, lastVersion, shifted, wallClockTime) -> {
            calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
            try {
                held.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return new RoundResult(0, List.of());
        });
        add(100);
        tick();
        call();

        processor.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(context.scheduledPunctuators()).allMatch(MockProcessorContext.CapturedPunctuator::cancelled);
    }

    @Test
    void aRevivedTaskForgetsTheRoundOfASampleThatWasNotCommitted() throws Exception {
        start((sample, lastVersion, shifted, wallClockTime) -> {
            calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
            return new RoundResult(lastVersion + 1, List.of(lifecycle()));
        });
        add(100);
        tick();
        call();
        processor.close();

        store = empty();
        open();
        context.addStateStore(store);
        processor.init(context);
        add(100);
        tick();

        assertThat(context.forwarded()).isEmpty();
        assertThat(call().lastVersion()).isZero();
    }

    @Test
    void theNextOwnerBeginsARoundAnewThatWasCutOff() throws Exception {
        start(this::heldBack);
        add(100);
        tick();
        call();
        processor.close();
        context = new MockProcessorContext<>();
        context.addStateStore(store);
        held.countDown();
        start(this::promoted);

        tick();
        assertThat(calls).isEmpty();
        tick(NOW + 60_000);

        assertThat(call().sample().training()).hasSize(80);
    }

    private static KeyValueStore<Integer, byte[]> empty() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(RetrainingStage.STORE), Serdes.Integer(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
    }

    private RoundResult heldBack(Sample sample, int lastVersion, boolean shifted, long wallClockTime) {
        calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
        await(held);
        return new RoundResult(lastVersion + 1, List.of(lifecycle()));
    }

    private RoundResult promoted(Sample sample, int lastVersion, boolean shifted, long wallClockTime) {
        calls.add(new Call(sample, lastVersion, shifted, wallClockTime));
        int version = lastVersion + 1;
        Announcement model = new Announcement(Destination.MODELS, "all/" + version + "/0", new byte[] {1});
        return new RoundResult(version, List.of(model, lifecycle()));
    }

    private static Announcement lifecycle() {
        return new Announcement(Destination.LIFECYCLE, "all", new byte[] {2});
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Rounds rounds) {
        processor = new RetrainingStage(CONFIG, 1, rounds, new Meters("payments")).get();
        processor.init(context);
    }

    private void add(int units) {
        for (int left = units; left > 0; left--) {
            processor.process(new Record<>("all", ReservoirTest.unit(added++, false), 0));
        }
    }

    private Call call() throws InterruptedException {
        Call call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no round was begun");
        }
        return call;
    }

    private void tick() {
        tick(NOW);
    }

    private void tick(long wallClockTime) {
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(wallClockTime);
    }

    /** The round has a thread of its own: ticks as the wall clock would until its result is out. */
    private void tickUntilForwarded() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (context.forwarded().isEmpty() && System.nanoTime() < deadline) {
            tick();
            Thread.onSpinWait();
        }
        assertThat(context.forwarded()).isNotEmpty();
    }
}
