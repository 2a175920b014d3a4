package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The scoring of series whose level moves, over restarts. */
class DriftingScoringTest {
    private final Kept kept = new Kept(new HashMap<>(), new HashMap<>());

    private record Kept(Map<String, Double> averages, Map<String, byte[]> drifts) implements Scoring.Memory {
        @Override
        public void keep(int slot, FeatureVector vector, long seen) {
            throw new AssertionError("the baseline is not asked");
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
            byte[] drift = drifts.get(key);
            return drift == null ? null : Drift.of(drift);
        }

        @Override
        public void keepDrift(String key, Drift drift) {
            drifts.put(key, drift.toBytes());
        }
    }

    /** Scores a vector by its amount, calibrated on 1 to 1000. */
    private record Amounts(Smoothing smoothing, Recalibration recalibration) implements Scorer {
        static final TailCalibration CALIBRATION = TailCalibration.of(
                IntStream.rangeClosed(1, 1000).asDoubleStream().toArray());

        Amounts(Smoothing smoothing) {
            this(smoothing, new Recalibration(2, CALIBRATION));
        }

        @Override
        public List<Score> score(List<FeatureVector> batch) {
            return batch.stream()
                    .map(vector ->
                            new Score(2, Stage.MODEL, vector.row().number(0), 1, -1, 0, 1, List.of(), 0, Latent.NONE))
                    .toList();
        }

        @Override
        public int version() {
            return 2;
        }

        @Override
        public double tailProbability(double score) {
            return CALIBRATION.tailProbability(score);
        }

        @Override
        public void close() {}
    }

    private Scoring scoring(Smoothing smoothing) {
        ScorerSlot slot = new ScorerSlot();
        slot.swap(List.of(new Amounts(smoothing)));
        return new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 0), kept);
    }

    private static List<FeatureVector> vectors(int from, int to, double amount) {
        return IntStream.range(from, to)
                .mapToObj(number -> Vectors.of(number, amount + 37 * number % 1000, 1, 0, "card"))
                .toList();
    }

    @Test
    void leavesScoresThatAreNotSmoothedAsTheyAre() {
        List<Score> scores = scoring(Smoothing.NONE).score(vectors(0, 3, 100));

        assertThat(scores).extracting(Score::score).containsExactly(100.0, 137.0, 174.0);
        assertThat(scores.get(0).tailProbability()).isEqualTo(0.901);
    }

    private long units(String key) {
        return Drift.of(Objects.requireNonNull(kept.drifts().get(key))).units();
    }

    @Test
    void followsEachSeriesByItself() {
        scoring(new Smoothing(0.5)).score(vectors(0, 30, 100));

        assertThat(kept.drifts()).containsOnlyKeys("card-0", "card-1", "card-2");
        assertThat(units("card-1")).isEqualTo(10);
    }

    @Test
    void followsUnitsThatAreNoSeriesTogether() {
        scoring(Smoothing.NONE).score(vectors(0, 30, 100));

        assertThat(kept.drifts()).containsOnlyKeys("");
        assertThat(units("")).isEqualTo(30);
    }

    @Test
    void goesOnAfterARestartAsIfThereWereNone() {
        Scoring restarted = scoring(new Smoothing(0.1));
        restarted.score(vectors(0, 500, 5000));
        List<Score> after = scoring(new Smoothing(0.1)).score(vectors(500, 600, 5000));

        kept.averages().clear();
        kept.drifts().clear();
        List<Score> throughout = scoring(new Smoothing(0.1)).score(vectors(0, 600, 5000));
        assertThat(after).isEqualTo(throughout.subList(500, 600));
    }
}
