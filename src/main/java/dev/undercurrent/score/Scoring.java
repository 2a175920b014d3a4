package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores batches in stream order: by the model in use, smoothed along each key where its version says so; before the
 * first model by the baseline, which learns from every unit right after scoring it. Not thread-safe: one stream task,
 * or one replay, owns it.
 */
public final class Scoring {
    private final ScorerSlot slot;
    private final BaselineScorer baseline;
    private final Memory memory;

    /** What must survive a restart. */
    public interface Memory {
        /** Keeps a vector of the baseline's sample; {@link BaselineSample#NONE} as slot keeps only the count. */
        void keep(int slot, FeatureVector vector, long seen);

        /** The moving average of a key; {@link Smoothing#INITIAL} for a new one. */
        double average(String key);

        void keepAverage(String key, double average);
    }

    /**
     * @param slot holds the model in use
     * @param baseline already restored from the memory
     */
    public Scoring(ScorerSlot slot, BaselineScorer baseline, Memory memory) {
        this.slot = slot;
        this.baseline = baseline;
        this.memory = memory;
    }

    /** One score a vector, in their order, all by the same version. */
    public List<Score> score(List<FeatureVector> batch) {
        try (ScorerSlot.Lease lease = slot.borrow(baseline)) {
            Scorer scorer = lease.scorer();
            if (scorer == baseline) {
                return byBaseline(batch);
            }
            List<Score> scores = scorer.score(batch);
            return scorer.smoothing().isOn() ? smoothed(batch, scores, scorer) : scores;
        }
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

    private List<Score> smoothed(List<FeatureVector> batch, List<Score> scores, Scorer scorer) {
        List<Score> smoothed = new ArrayList<>(scores.size());
        for (int row = 0; row < scores.size(); row++) {
            String key = batch.get(row).key();
            Score score = scores.get(row);
            double average = scorer.smoothing().next(memory.average(key), score.score());
            memory.keepAverage(key, average);
            smoothed.add(scorer.smoothed(score, average));
        }
        return smoothed;
    }
}
