package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedCallsTest {
    private final SharedCalls calls = new SharedCalls();
    private final Counting first = new Counting(1);
    private final List<FeatureVector> own = vectors(0, 3);
    private final List<FeatureVector> other = vectors(10, 12);

    /** Scores a vector by its amount and notes how many came in each call. */
    private static final class Counting {
        final int version;
        final List<Integer> sizes = new ArrayList<>();

        Counting(int version) {
            this.version = version;
        }

        List<Score> score(List<FeatureVector> batch) {
            sizes.add(batch.size());
            return batch.stream().map(this::score).toList();
        }

        private Score score(FeatureVector vector) {
            double amount = vector.row().number(0);
            return new Score(version, Stage.MODEL, amount, 9, -8, 1, 0.5, List.of(), 8, Latent.NONE);
        }
    }

    private List<Score> score(List<FeatureVector> batch, List<FeatureVector> companions, Counting model) {
        return calls.score(batch, companions, model.version, model::score);
    }

    private static List<FeatureVector> vectors(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Vectors.of(number, number, 0, 0, "card"))
                .toList();
    }

    @Test
    void scoresWhatComesNextInTheSameCall() {
        assertThat(score(own, other, first)).extracting(Score::score).containsExactly(0.0, 1.0, 2.0);
        assertThat(score(other, List.of(), first)).extracting(Score::score).containsExactly(10.0, 11.0);
        assertThat(first.sizes).containsExactly(5);
    }

    @Test
    void scoresWhatHasComeSinceInAnotherCallWithoutScoringAnythingTwice() {
        score(own, other, first);
        List<FeatureVector> grown = new ArrayList<>(other);
        grown.addAll(vectors(12, 13));
        List<FeatureVector> third = vectors(20, 24);

        assertThat(score(grown, third, first)).extracting(Score::score).containsExactly(10.0, 11.0, 12.0);
        assertThat(score(third, List.of(), first)).hasSize(4);
        assertThat(first.sizes).containsExactly(5, 5);
    }

    @Test
    void aNewVersionScoresAllOfItsBatchItself() {
        Counting second = new Counting(2);
        score(own, other, first);

        List<Score> scores = score(other, List.of(), second);

        assertThat(scores).extracting(Score::modelVersion).containsOnly(2);
        assertThat(second.sizes).containsExactly(2);
    }

    @Test
    void equalVectorsOfTwoTasksAreTwo() {
        List<FeatureVector> equal = vectors(0, 3);

        score(own, equal, first);

        assertThat(score(equal, List.of(), first)).hasSize(3);
        assertThat(first.sizes).containsExactly(6);
    }

    @Test
    void scoresNothingTwiceWhereAnotherBatchComesInBetween() {
        score(own, other, first);
        score(vectors(3, 4), List.of(), first);

        score(other, List.of(), first);

        assertThat(first.sizes).containsExactly(5, 1);
    }

    @Test
    void doesNotKeepForEverWhatWaitedInTasksThatHaveLeft() {
        score(own, other, first);
        score(vectors(3, 4), vectors(20, 20 + SharedCalls.MOST), first);

        score(other, List.of(), first);

        assertThat(first.sizes).containsExactly(5, 1 + SharedCalls.MOST, 2);
    }
}
