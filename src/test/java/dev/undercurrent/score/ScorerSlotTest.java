package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScorerSlotTest {
    private static final int THREADS = 4;

    private final ScorerSlot slot = new ScorerSlot();

    /** Counts how many threads are within it at once, and how often it was freed. */
    private static final class Guarded implements Scorer {
        private final int version;
        private final AtomicInteger within = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger misuses = new AtomicInteger();

        Guarded(int version) {
            this.version = version;
        }

        @Override
        public List<Score> score(List<FeatureVector> batch) {
            if (within.incrementAndGet() != 1 || closed.get() != 0) {
                misuses.incrementAndGet();
            }
            Thread.onSpinWait();
            within.decrementAndGet();
            return List.of();
        }

        @Override
        public int version() {
            return version;
        }

        @Override
        public Smoothing smoothing() {
            return Smoothing.NONE;
        }

        @Override
        public double tailProbability(double score) {
            return 1;
        }

        @Override
        public void close() {
            if (within.get() != 0) {
                misuses.incrementAndGet();
            }
            closed.incrementAndGet();
        }
    }

    @Test
    void lendsTheFallbackWhileThereIsNoVersionAndNeverFreesIt() {
        Guarded fallback = new Guarded(0);

        try (ScorerSlot.Lease lease = slot.borrow(fallback)) {
            assertThat(lease.scorer()).isSameAs(fallback);
            slot.swap(List.of(new Guarded(1)));
        }
        slot.close();

        assertThat(fallback.closed).hasValue(0);
    }

    @Test
    void freesAVersionThatIsSwappedOutOnlyAfterItsBatch() {
        Guarded old = new Guarded(1);
        Guarded idle = new Guarded(1);
        slot.swap(List.of(old, idle));

        try (ScorerSlot.Lease lease = slot.borrow(new Guarded(0))) {
            Scorer borrowed = lease.scorer();
            slot.swap(List.of(new Guarded(2)));
            assertThat(old.closed.get() + idle.closed.get()).isEqualTo(1);
            assertThat(((Guarded) borrowed).closed).hasValue(0);
            try (ScorerSlot.Lease next = slot.borrow(new Guarded(0))) {
                assertThat(next.scorer().version()).isEqualTo(2);
            }
        }

        assertThat(old.closed).hasValue(1);
        assertThat(idle.closed).hasValue(1);
    }

    @Test
    void goesBackToTheFallbackWhenSwappedToNothing() {
        Guarded scorer = new Guarded(1);
        Guarded fallback = new Guarded(0);
        slot.swap(List.of(scorer));

        slot.swap(List.of());

        assertThat(scorer.closed).hasValue(1);
        try (ScorerSlot.Lease lease = slot.borrow(fallback)) {
            assertThat(lease.scorer()).isSameAs(fallback);
        }
    }

    @Test
    void manyThreadsNeverShareAScorerNorUseAFreedOne() throws Exception {
        List<Guarded> all = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(THREADS);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            counts.add(pool.submit(() -> scoreUntil(begun, end)));
        }
        begun.await();
        for (int version = 1; version <= 1_000; version++) {
            // fewer than threads, so that some have to wait and are woken by a swap
            List<Guarded> scorers = List.of(new Guarded(version), new Guarded(version));
            all.addAll(scorers);
            slot.swap(scorers);
        }
        end.countDown();
        for (Future<Integer> count : counts) {
            assertThat(count.get(30, TimeUnit.SECONDS)).isZero();
        }
        slot.close();
        pool.shutdown();

        assertThat(all).hasSize(2_000).allSatisfy(scorer -> {
            assertThat(scorer.closed).hasValue(1);
            assertThat(scorer.misuses).hasValue(0);
        });
    }

    /** Returns how often it was lent an older version than before. */
    private int scoreUntil(CountDownLatch begun, CountDownLatch end) {
        int last = 0;
        int backwards = 0;
        begun.countDown();
        while (end.getCount() > 0) {
            int before = last;
            try (ScorerSlot.Lease lease = slot.borrow(new Guarded(0))) {
                lease.scorer().score(List.of());
                last = lease.scorer().version();
            }
            backwards += last < before ? 1 : 0;
        }
        return backwards;
    }
}
