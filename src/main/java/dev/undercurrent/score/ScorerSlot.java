package dev.undercurrent.score;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Holds the scorers of the version in use and swaps them between two batches. Thread-safe.
 *
 * <p>A scorer serves one thread at a time, so there are as many equal ones as stream threads. A batch borrows one;
 * whatever {@link #swap} does meanwhile, the batch is scored by that one version to its end, and the last borrower of a
 * version that was swapped out frees it.
 */
public final class ScorerSlot implements AutoCloseable {
    private Generation current = new Generation(List.of());

    /** Takes a scorer of the version in use, or {@code fallback} while there is none; to be closed after the batch. */
    public synchronized Lease borrow(Scorer fallback) {
        while (current.size > 0 && current.idle.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("scorer: interrupted while waiting for one", e);
            }
        }
        return current.size == 0 ? new Lease(fallback, current) : new Lease(current.idle.pop(), current);
    }

    /**
     * Puts a new version into use for every batch that starts from now on.
     *
     * @param scorers equal ones, as many as threads that score; empty to go back to the fallback
     */
    public synchronized void swap(List<? extends Scorer> scorers) {
        Generation old = current;
        current = new Generation(scorers);
        old.retired = true;
        old.idle.forEach(Scorer::close);
        old.idle.clear();
        notifyAll();
    }

    /** Frees the scorers, those in use as soon as their batch is done. */
    @Override
    public void close() {
        swap(List.of());
    }

    private synchronized void giveBack(Scorer scorer, Generation generation) {
        if (generation.size == 0) {
            return; // the fallback is the borrower's own
        }
        if (generation.retired) {
            scorer.close();
        } else {
            generation.idle.push(scorer);
            notifyAll();
        }
    }

    private static final class Generation {
        final Deque<Scorer> idle;
        final int size;
        boolean retired;

        Generation(List<? extends Scorer> scorers) {
            idle = new ArrayDeque<>(scorers);
            size = scorers.size();
        }
    }

    /** One batch's hold on a scorer. Belongs to one thread. */
    public final class Lease implements AutoCloseable {
        private final Scorer scorer;
        private final Generation generation;

        private Lease(Scorer scorer, Generation generation) {
            this.scorer = scorer;
            this.generation = generation;
        }

        public Scorer scorer() {
            return scorer;
        }

        @Override
        public void close() {
            giveBack(scorer, generation);
        }
    }
}
