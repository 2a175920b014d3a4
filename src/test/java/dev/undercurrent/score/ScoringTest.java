package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoringTest {
    private final ScorerSlot slot = new ScorerSlot();
    private final MapMemory memory = new MapMemory();

    /** What a store would keep. */
    private static final class MapMemory implements Scoring.Memory {
        final TreeMap<Integer, FeatureVector> kept = new TreeMap<>();
        final Map<String, Double> averages = new HashMap<>();
        final Map<String, Drift> drifts = new HashMap<>();
        long seen;

        @Override
        public void keep(int slot, FeatureVector vector, long newSeen) {
            if (slot != BaselineSample.NONE) {
                kept.put(slot, vector);
            }
            seen = newSeen;
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

    /** Scores a vector by its amount; smooths by a half. */
    private static final class ByAmount implements Scorer {
        @Override
        public List<Score> score(List<FeatureVector> batch) {
            return batch.stream()
                    .map(vector ->
                            new Score(5, Stage.MODEL, vector.row().number(0), 9, -8, 1, 0.5, List.of(), 8, Latent.NONE))
                    .toList();
        }

        @Override
        public int version() {
            return 5;
        }

        @Override
        public Smoothing smoothing() {
            return new Smoothing(0.5);
        }

        @Override
        public double tailProbability(double score) {
            return 1 / (1 + score);
        }

        @Override
        public void close() {}
    }

    private static FeatureVector vector(int number, double amount) {
        return Vectors.of(number, amount, number % 4, 0, "card");
    }

    @Test
    void scoresFromTheFirstEventOnWithoutAModel() {
        Scoring scoring = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory);

        List<Score> scores = scoring.score(List.of(vector(0, 10)));

        assertThat(scores).hasSize(1);
        assertThat(scores.get(0).stage()).isEqualTo(Stage.BASELINE);
        assertThat(scores.get(0).modelVersion()).isZero();
        assertThat(scores.get(0).tailProbability()).isEqualTo(1);
        assertThat(memory.kept).containsOnlyKeys(0);
        assertThat(memory.seen).isEqualTo(1);
    }

    @Test
    void tellsOfOneCallForTheBatchesOfAThread() {
        SharedCalls calls = new SharedCalls();
        List<Integer> sizes = new ArrayList<>();
        Scoring.Observer observer = (units, nanos) -> sizes.add(units);
        Scoring one = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory, calls, observer);
        Scoring other = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), new MapMemory(), calls, observer);
        List<FeatureVector> next = List.of(vector(1, 20));
        one.score(List.of(vector(9, 1)), next);
        slot.swap(List.of(new ByAmount()));

        one.score(List.of(vector(0, 10)), next);
        List<Score> scores = other.score(next, List.of());

        assertThat(sizes).containsExactly(1, 2); // the baseline's is each task's own
        assertThat(scores.get(0).score()).isEqualTo(20 + new Smoothing(0.5).next(Smoothing.INITIAL, 20));
    }

    @Test
    void aVectorIsScoredByWhatWasLearntBeforeIt() {
        Scoring scoring = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory);
        scoring.score(IntStream.range(0, 200)
                .mapToObj(number -> vector(number, 10 + number % 5))
                .toList());

        List<Score> scores = scoring.score(List.of(vector(200, 12), vector(201, 1_000)));

        assertThat(scores.get(1).score()).isGreaterThan(scores.get(0).score() + 10);
        assertThat(scores.get(1).reasons().get(0).feature()).isEqualTo("amount");
        assertThat(scores.get(1).tailProbability()).isLessThan(0.01);
    }

    @Test
    void theBaselineGoesOnFromWhatWasKept() {
        Scoring scoring = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory);
        scoring.score(IntStream.range(0, 1_000)
                .mapToObj(number -> vector(number, number % 50))
                .toList());
        BaselineScorer restored = new BaselineScorer(Vectors.SCHEMA, 3);
        restored.restore(List.copyOf(memory.kept.values()), memory.seen);
        BaselineScorer fresh = new BaselineScorer(Vectors.SCHEMA, 3);
        fresh.restore(List.copyOf(memory.kept.values()), memory.seen);

        List<FeatureVector> next = List.of(vector(1_000, 70));
        List<Score> scores = new Scoring(slot, restored, new MapMemory()).score(next);

        assertThat(restored.seen()).isEqualTo(1_001);
        assertThat(scores).isEqualTo(fresh.score(next));
        assertThat(scores.get(0).score()).isPositive();
    }

    @Test
    void smoothsEachKeyByItselfAlongTheStream() {
        slot.swap(List.of(new ByAmount()));
        Scoring scoring = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory);

        // numbers 0 and 3 are of card-0, number 1 is of card-1
        List<Score> scores = scoring.score(List.of(vector(0, 4), vector(1, 10), vector(3, 2)));
        List<Score> later = scoring.score(List.of(vector(6, 0)));

        // averages of card-0: 2, 2, 1
        assertThat(scores).extracting(Score::score).containsExactly(6.0, 15.0, 4.0);
        assertThat(scores).extracting(Score::tailProbability).containsExactly(0.143, 0.0625, 0.2);
        assertThat(later).extracting(Score::score).containsExactly(1.0);
        assertThat(memory.averages).containsOnly(Map.entry("card-0", 1.0), Map.entry("card-1", 5.0));
        assertThat(scores).extracting(Score::surprise).containsOnly(9.0);
    }

    @Test
    void theModelTakesOverBetweenTwoBatches() {
        Scoring scoring = new Scoring(slot, new BaselineScorer(Vectors.SCHEMA, 3), memory);
        scoring.score(List.of(vector(0, 1)));
        slot.swap(List.of(new ByAmount()));

        assertThat(scoring.score(List.of(vector(1, 1), vector(2, 1))))
                .extracting(Score::modelVersion)
                .containsExactly(5, 5);
        assertThat(memory.seen).isEqualTo(1);
    }
}
