package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.FeatureVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineScorerTest {
    private final Random random = new Random(11);
    private final BaselineScorer scorer = new BaselineScorer(Vectors.SCHEMA, 2);

    private FeatureVector normal(int i) {
        return Vectors.of(i, 50 + 5 * random.nextGaussian(), 3 + random.nextInt(3), 0, i % 10 == 0 ? "cash" : "card");
    }

    private void learn(int count) {
        for (int i = 0; i < count; i++) {
            scorer.learn(normal(i));
        }
    }

    private Score score(FeatureVector vector) {
        return scorer.score(List.of(vector)).get(0);
    }

    @Test
    void saysNothingOfTheFirstVectors() {
        learn(15);
        Score score = score(Vectors.of(0, 1e6, 1e6, 1, "pigeon"));

        assertThat(score).isEqualTo(new Score(0, Stage.BASELINE, 0, 0, 0, 0, 1, List.of(), 0, Latent.NONE));
    }

    @Test
    void flagsAWildValueAndNamesIt() {
        learn(400);
        Score ordinary = score(normal(7));
        Score wild = score(Vectors.of(0, 950, 4, 0, "card"));

        assertThat(ordinary.tailProbability()).isGreaterThan(0.01);
        assertThat(wild.tailProbability()).isLessThan(0.001);
        assertThat(wild.score()).isGreaterThan(ordinary.score());
        Reason reason = wild.reasons().get(0);
        assertThat(reason.feature()).isEqualTo("amount");
        assertThat(reason.actual()).isEqualTo(Value.of(950));
        assertThat(((Value.Numeric) reason.expected()).number()).isCloseTo(50, within(1.0));
        assertThat(reason.low()).isBetween(30.0, 42.0);
        assertThat(reason.high()).isBetween(58.0, 70.0);
    }

    @Test
    void flagsAnUnseenCategoryAndSaysWhatIsUsual() {
        learn(400);
        Reason reason = score(Vectors.of(0, 50, 4, 0, "pigeon")).reasons().get(0);

        assertThat(reason.feature()).isEqualTo("channel");
        assertThat(reason.actual()).isEqualTo(Value.of("pigeon"));
        assertThat(reason.expected()).isEqualTo(Value.of("card"));
        assertThat(reason.low()).isNaN();
        assertThat(reason.surprise()).isCloseTo(Math.log(403), within(0.05));
    }

    @Test
    void addsUpToTheSurprise() {
        learn(100);
        Score score = score(Vectors.of(0, 99, 9, 1, "cash"));

        assertThat(score.reasons()).hasSize(2);
        assertThat(score.reasons().get(0).surprise())
                .isGreaterThanOrEqualTo(score.reasons().get(1).surprise());
        assertThat(score.kl()
                        + score.reasons().get(0).surprise()
                        + score.reasons().get(1).surprise()
                        + score.otherReasons())
                .isCloseTo(score.surprise(), within(1e-9));
        assertThat(score.kl() - score.reconstruction()).isEqualTo(score.surprise());
    }

    @Test
    void isNotMovedByAThirdOfWildVectors() {
        for (int i = 0; i < 300; i++) {
            scorer.learn(i % 3 == 0 ? Vectors.of(i, 1e6, 4, 0, "card") : normal(i));
        }
        Reason reason = score(Vectors.of(0, 1e6, 4, 0, "card")).reasons().get(0);

        assertThat(reason.feature()).isEqualTo("amount");
        assertThat(((Value.Numeric) reason.expected()).number()).isCloseTo(50, within(5.0));
    }

    @Test
    void passesOverMissingValues() {
        learn(100);
        Score score = score(Vectors.of(0, Double.NaN, Double.NaN, Double.NaN, ""));

        assertThat(score.surprise()).isZero();
        assertThat(score.reasons().get(0).actual()).isEqualTo(Value.MISSING);
    }

    @Test
    void doesNotScreamAtAConstantThatMovesByRounding() {
        for (int i = 0; i < 100; i++) {
            scorer.learn(Vectors.of(i, 1000, 4, 0, "card"));
        }
        assertThat(score(Vectors.of(0, 1000.01, 4, 0, "card")).surprise()
                        - score(Vectors.of(0, 1000, 4, 0, "card")).surprise())
                .isLessThan(0.01);
    }

    @Test
    void goesOnFromWhatAStoreKept() {
        Map<Integer, FeatureVector> store = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            FeatureVector vector = normal(i);
            int slot = scorer.learn(vector);
            if (slot != BaselineSample.NONE) {
                store.put(slot, vector);
            }
        }
        List<FeatureVector> kept =
                IntStream.range(0, store.size()).mapToObj(store::get).toList();
        BaselineScorer first = new BaselineScorer(Vectors.SCHEMA, 2);
        BaselineScorer second = new BaselineScorer(Vectors.SCHEMA, 2);
        first.restore(kept, 3000);
        second.restore(kept, 3000);
        FeatureVector vector = normal(1);

        assertThat(kept).hasSize(BaselineSample.CAPACITY);
        assertThat(first.seen()).isEqualTo(3000);
        assertThat(first.score(List.of(vector))).isEqualTo(second.score(List.of(vector)));
        assertThat(first.learn(vector)).isEqualTo(BaselineSample.slotFor(3000));
        assertThat(first.score(List.of(vector)).get(0).surprise())
                .isCloseTo(score(vector).surprise(), within(1.0));
    }

    @Test
    void aRestartChangesNoScoreWhileAllVectorsAreInTheSample() {
        List<FeatureVector> vectors =
                IntStream.range(0, 500).mapToObj(this::normal).toList();
        BaselineScorer restarted = new BaselineScorer(Vectors.SCHEMA, 2);
        for (int seen = 0; seen < vectors.size(); seen++) {
            if (seen % 3 == 0) {
                restarted = new BaselineScorer(Vectors.SCHEMA, 2);
                restarted.restore(vectors.subList(0, seen), seen);
            }
            FeatureVector vector = vectors.get(seen);
            assertThat(restarted.score(List.of(vector))).as("vector " + seen).isEqualTo(scorer.score(List.of(vector)));
            scorer.learn(vector);
            restarted.learn(vector);
        }
    }

    @Test
    void goesOnFromTheVectorsWhereTheCountIsAnothers() {
        List<FeatureVector> kept =
                IntStream.range(0, 480).mapToObj(this::normal).toList();
        scorer.restore(kept, 300);
        assertThat(scorer.seen()).isEqualTo(480);
        assertThat(scorer.learn(normal(480))).isEqualTo(480);
        scorer.restore(kept.subList(0, 7), 9);
        assertThat(scorer.learn(normal(7))).isEqualTo(7);
        scorer.restore(IntStream.range(0, 512).mapToObj(this::normal).toList(), 490);
        assertThat(scorer.seen()).isEqualTo(512);
    }

    /** The chance of a vector to be in the sample of n is 512 / n, whenever it came. */
    @Test
    void keepsEveryAgeWithTheSameChance() {
        int total = 512 * 40;
        int[] owner = new int[BaselineSample.CAPACITY];
        for (int i = 0; i < total; i++) {
            int slot = BaselineSample.slotFor(i);
            if (slot != BaselineSample.NONE) {
                owner[slot] = i;
            }
        }
        for (int quarter = 0; quarter < 4; quarter++) {
            int from = quarter * total / 4;
            long kept = java.util.Arrays.stream(owner)
                    .filter(i -> i >= from && i < from + total / 4)
                    .count();
            assertThat(kept).isBetween(128L - 40, 128L + 40); // four standard deviations of a quarter of 512
        }
    }
}
