package dev.undercurrent.score;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores from the first events on, before there is a model: each feature against its own median and spread, summed up.
 * The statistics are robust and a flagged vector is learnt from like any other: up to half of the sample may be odd
 * before they give way. They are taken anew whenever 5 % more vectors were seen. Not thread-safe: one stream task owns
 * it.
 */
public final class BaselineScorer implements Scorer {
    /** Vectors that are seen before a score means anything. */
    private static final int LEAST = 16;

    private static final double GROWTH = 1.05;

    private final FeatureSchema schema;
    private final int reasons;
    private final BaselineSample sample = new BaselineSample();
    private List<BaselineFeature> features = List.of();
    private TailCalibration calibration = TailCalibration.NONE;
    private double refreshAt = LEAST;

    /** @param reasons most features that a score names */
    public BaselineScorer(FeatureSchema schema, int reasons) {
        this.schema = schema;
        this.reasons = reasons;
    }

    @Override
    public List<Score> score(List<FeatureVector> batch) {
        List<Score> scores = new ArrayList<>(batch.size());
        for (FeatureVector vector : batch) {
            scores.add(score(vector.row()));
        }
        return scores;
    }

    private Score score(Row row) {
        double[] shares = new double[features.size()];
        double surprise = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = features.get(i).surprise(row);
            surprise += shares[i];
        }
        List<Reason> listed = new ArrayList<>(Math.min(reasons, shares.length));
        double others = surprise;
        for (int i : Largest.of(shares, reasons)) {
            listed.add(features.get(i).reason(row, shares[i]));
            others -= shares[i];
        }
        return new Score(
                0,
                Stage.BASELINE,
                surprise,
                surprise,
                0 - surprise,
                0,
                calibration.tailProbability(surprise),
                listed,
                listed.size() == shares.length ? 0 : others,
                Latent.NONE);
    }

    /**
     * Learns from a vector, after it was scored.
     *
     * @return the slot of the sample it now has, for a store to keep, or {@link BaselineSample#NONE}
     */
    public int learn(FeatureVector vector) {
        int slot = sample.add(vector);
        if (sample.seen() >= refreshAt) {
            refresh(sample.vectors(), sample.seen());
        }
        return slot;
    }

    /**
     * Goes on from what a store kept, and scores as if it had never ended while all vectors seen are in the sample;
     * after that its statistics are those of now, until they are due anew.
     *
     * @param vectors of the slots, ascending
     * @param seen vectors that were learnt from
     */
    public void restore(List<FeatureVector> vectors, long seen) {
        sample.restore(vectors, seen);
        long last = 0;
        for (double due = LEAST; due <= sample.seen(); due = next(last)) {
            last = (long) due;
        }
        if (last > 0) {
            boolean isWhole = sample.seen() <= BaselineSample.CAPACITY;
            refresh(isWhole ? sample.vectors().subList(0, (int) last) : sample.vectors(), last);
        }
    }

    private static double next(long seen) {
        return Math.ceil(seen * GROWTH);
    }

    /** How many vectors were learnt from. */
    public long seen() {
        return sample.seen();
    }

    /** @param seen how many there were when the statistics were due */
    private void refresh(List<FeatureVector> vectors, long seen) {
        List<BaselineFeature> fitted = new ArrayList<>();
        for (int slot = 0; slot < schema.size(); slot++) {
            Feature feature = schema.get(slot);
            if (!feature.condition() && feature.type() != FeatureType.CYCLE) {
                fitted.add(BaselineFeature.fit(feature, slot, vectors));
            }
        }
        features = fitted;
        double[] scores = new double[vectors.size()];
        for (int i = 0; i < scores.length; i++) {
            for (BaselineFeature feature : fitted) {
                scores[i] += feature.surprise(vectors.get(i).row());
            }
        }
        calibration = TailCalibration.of(scores);
        refreshAt = next(seen);
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public Smoothing smoothing() {
        return Smoothing.NONE;
    }

    @Override
    public double tailProbability(double score) {
        return calibration.tailProbability(score);
    }

    @Override
    public void close() {
        // holds nothing native
    }
}
