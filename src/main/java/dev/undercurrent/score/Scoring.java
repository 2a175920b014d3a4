package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scores batches in stream order: by the model in use, smoothed along each key where its version says so, their tail
 * probabilities following each series, or all units together where there are no series; before the first model by the
 * baseline, which learns from every unit right after scoring it. Not thread-safe: one stream task, or one replay, owns
 * it.
 */
public final class Scoring {
    /** Stands for every key where units of a key are no series. */
    private static final String ALL = "";

    private final ScorerSlot slot;
    private final BaselineScorer baseline;
    private final Memory memory;
    private final SharedCalls calls;
    private final Observer observer;

    /** What is told of every call of the model or the baseline. */
    interface Observer {
        /**
         * @param units scored in one call
         * @param nanos the call took
         */
        void called(int units, long nanos);
    }

    /** What must survive a restart. */
    public interface Memory {
        /** Keeps a vector of the baseline's sample; {@link BaselineSample#NONE} as slot keeps only the count. */
        void keep(int slot, FeatureVector vector, long seen);

        /** The moving average of a key; {@link Smoothing#INITIAL} for a new one. */
        double average(String key);

        void keepAverage(String key, double average);

        /** Where the scores of a key have gone, the empty key's for all; null for a new one. */
        @Nullable
        Drift drift(String key);

        void keepDrift(String key, Drift drift);
    }

    /**
     * @param slot holds the model in use
     * @param baseline already restored from the memory
     */
    public Scoring(ScorerSlot slot, BaselineScorer baseline, Memory memory) {
        this(slot, baseline, memory, new SharedCalls(), (units, nanos) -> {});
    }

    /** @param calls of the thread */
    Scoring(ScorerSlot slot, BaselineScorer baseline, Memory memory, SharedCalls calls, Observer observer) {
        this.slot = slot;
        this.baseline = baseline;
        this.memory = memory;
        this.calls = calls;
        this.observer = observer;
    }

    /** One score a vector, in their order, all by the same version. */
    public List<Score> score(List<FeatureVector> batch) {
        return score(batch, List.of());
    }

    /** @param companions what the thread's other tasks will have scored next */
    List<Score> score(List<FeatureVector> batch, List<FeatureVector> companions) {
        try (ScorerSlot.Lease lease = slot.borrow(baseline)) {
            Scorer scorer = lease.scorer();
            if (scorer == baseline) {
                return timed(batch, this::byBaseline);
            }
            List<Score> scores =
                    calls.score(batch, companions, scorer.version(), vectors -> timed(vectors, scorer::score));
            return scorer.isPlacedLater() ? placed(batch, scores, scorer) : scores;
        }
    }

    private List<Score> timed(List<FeatureVector> vectors, Function<List<FeatureVector>, List<Score>> scored) {
        long began = System.nanoTime();
        List<Score> scores = scored.apply(vectors);
        observer.called(vectors.size(), System.nanoTime() - began);
        return scores;
    }

    private List<Score> byBaseline(List<FeatureVector> batch) {
        List<Score> scores = new ArrayList<>(batch.size());
        for (FeatureVector vector : batch) {
            scores.add(baseline.score(List.of(vector)).get(0));
            int learnt = baseline.learn(vector);
            memory.keep(learnt, vector, baseline.seen());
        }
        return scores;
    }

    /** Reads and keeps a state once for the run of units that share it: where keys are no series, once a batch. */
    private List<Score> placed(List<FeatureVector> batch, List<Score> scores, Scorer scorer) {
        boolean smooths = scorer.smoothing().isOn();
        Recalibration recalibration = scorer.recalibration();
        List<Score> placed = new ArrayList<>(scores.size());
        String key = ALL;
        Drift drift = smooths || !recalibration.isOn() ? null : recalibration.from(memory.drift(ALL));
        for (int row = 0; row < scores.size(); row++) {
            Score score = scores.get(row);
            double ranked = score.score();
            if (smooths) {
                key = batch.get(row).key();
                ranked += average(key, score.score(), scorer.smoothing());
                drift = recalibration.isOn() ? recalibration.from(memory.drift(key)) : null;
            }
            placed.add(score.ranked(ranked, tailProbability(drift, ranked, scorer)));
            drift = drift == null ? null : recalibration.next(drift, ranked);
            if (drift != null && (smooths || row == scores.size() - 1)) {
                memory.keepDrift(key, drift);
            }
        }
        return placed;
    }

    private double average(String key, double score, Smoothing smoothing) {
        double average = smoothing.next(memory.average(key), score);
        memory.keepAverage(key, average);
        return average;
    }

    private static double tailProbability(@Nullable Drift drift, double ranked, Scorer scorer) {
        return drift == null
                ? scorer.tailProbability(ranked)
                : scorer.recalibration().tailProbability(drift, ranked);
    }
}
