package dev.undercurrent.replay;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.publish.PublishStage;
import dev.undercurrent.replay.Protocol.Role;
import dev.undercurrent.score.BaselineScorer;
import dev.undercurrent.score.Drift;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.score.Scoring;
import dev.undercurrent.score.Smoothing;
import dev.undercurrent.threshold.JudgedUnit;
import dev.undercurrent.threshold.RateEstimate;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.training.Thinning;
import dev.undercurrent.window.VectorPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code batch → score → threshold → publish → sample}: vectors in, records out. Not thread-safe. */
final class ScoreStages {
    private final int size;
    private final Scoring scoring;
    private final Threshold threshold;
    private final Thinning thinning;
    private final PublishStage publish;
    private final ReplayListener listener;
    private final Consumer<byte[]> sample;
    private final List<Waiting> waiting = new ArrayList<>();
    private RateEstimate rate = RateEstimate.NONE;

    private record Waiting(FeatureVector vector, int label, Role role) {}

    /** @param sample takes each unit that may be trained on, as bytes */
    ScoreStages(
            LoadedTopology topology,
            VectorPlan plan,
            ScorerSlot slot,
            ReplayListener listener,
            Consumer<byte[]> sample) {
        int reasons = topology.config().publish().reasons();
        this.size = topology.config().batch().size();
        this.scoring = new Scoring(
                slot, new BaselineScorer(plan.schema(), reasons), new Series(new HashMap<>(), new HashMap<>()));
        this.threshold = Threshold.of(topology.config().threshold());
        this.thinning = new Thinning(
                topology.config().training(),
                topology.config().history(),
                1,
                topology.model().seed());
        this.publish = new PublishStage(
                topology.name(), plan.schema(), topology.config().publish(), record -> {});
        this.listener = listener;
        this.sample = sample;
    }

    /** @return whether a batch is full; it waits for {@link #flush} */
    boolean add(FeatureVector vector, int label, Role role) {
        waiting.add(new Waiting(vector, label, role));
        return waiting.size() >= size;
    }

    /** Scores what waits as one batch. */
    void flush(long wallTime) {
        if (waiting.isEmpty()) {
            return;
        }
        List<FeatureVector> batch = new ArrayList<>(waiting.size());
        for (Waiting each : waiting) {
            batch.add(each.vector());
        }
        List<Score> scores = scoring.score(batch);
        for (int row = 0; row < scores.size(); row++) {
            judge(waiting.get(row), scores.get(row), wallTime);
        }
        waiting.clear();
    }

    private void judge(Waiting waited, Score score, long wallTime) {
        FeatureVector vector = waited.vector();
        rate = rate.after(vector.time());
        JudgedUnit unit =
                new JudgedUnit(vector, score, threshold.decide(score.tailProbability(), rate.perDay()), rate.units());
        if (waited.role() != Role.TRAINS) {
            listener.scored(publish.record(unit, wallTime), vector, waited.label(), waited.role() == Role.COUNTS);
        }
        thinning.sample(unit).ifPresent(sample);
    }

    /** The risk by which the last unit was decided, or would be the first. */
    double risk() {
        return threshold.risk(rate.perDay());
    }

    /** What is known of each key, in memory; the baseline's sample is its own, as nothing is restarted. */
    private record Series(Map<String, Double> averages, Map<String, Drift> drifts) implements Scoring.Memory {
        @Override
        public void keep(int slot, FeatureVector vector, long seen) {
            // nothing is restarted
        }

        @Override
        public double average(String key) {
            return averages.getOrDefault(key, Smoothing.INITIAL);
        }

        @Override
        public void keepAverage(String key, double average) {
            averages.put(key, average);
        }

        @Override
        public @Nullable Drift drift(String key) {
            return drifts.get(key);
        }

        @Override
        public void keepDrift(String key, Drift drift) {
            drifts.put(key, drift);
        }
    }
}
