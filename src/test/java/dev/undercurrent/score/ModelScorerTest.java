package dev.undercurrent.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.Member;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.vae.VaeSpec;
import dev.undercurrent.vae.VaeTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members of fifty steps each: enough to hold the parts together, not to judge detection. */
class ModelScorerTest {
    private static final ModelConfig CONFIG =
            new ModelConfig(List.of(8), 2, 4, 7, 1, 10, 0.002, 50, 32, 0, List.of(1), 2, 0, true, 0.25);

    private static List<FeatureVector> sample = List.of();
    private static List<Member> members = List.of();
    private static Encoding encoding = new Encoding(List.of(), List.of());
    private static List<ModelScorer> open = new ArrayList<>();

    @BeforeAll
    static void train() {
        Random random = new Random(5);
        List<FeatureVector> vectors = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            vectors.add(Vectors.of(
                    i, 50 + 5 * random.nextGaussian(), random.nextInt(4), i % 2, i % 4 == 0 ? "cash" : "card"));
        }
        sample = vectors;
        encoding = Encoding.fit(Vectors.SCHEMA, sample);
        VaeTrainer trainer = new VaeTrainer(CONFIG, encoding, () -> false);
        VaeSpec spec = VaeSpec.of(CONFIG, encoding, 1);
        members = List.of(
                trainer.train(spec, sample, List.of(), 1).member(),
                trainer.train(spec, sample, List.of(), 2).member());
    }

    @AfterAll
    static void free() {
        open.forEach(ModelScorer::close);
    }

    private static ModelScorer scorer(int used, boolean tail, int reasons) {
        EnsembleNet net = new EnsembleNet(encoding, members.subList(0, used), 4, 7);
        int[] histories = new int[used];
        Arrays.fill(histories, 1);
        MarginalTails tails = MarginalTails.fit(Vectors.SCHEMA, sample);
        double[][] surprises = new double[sample.size()][used];
        double[] marginal = new double[tail ? sample.size() : 0];
        var scored = net.score(sample);
        for (int row = 0; row < surprises.length; row++) {
            for (int member = 0; member < used; member++) {
                surprises[row][member] = scored.memberSurprise(member, row);
            }
            if (tail) {
                marginal[row] = tails.nats(sample.get(row));
            }
        }
        ScoreUnits units = ScoreUnits.fit(histories, surprises, marginal);
        double[] scores = new double[sample.size()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = units.score(surprises[row], tail ? marginal[row] : 0);
        }
        ModelScorer scorer = new ModelScorer(
                9,
                encoding,
                net,
                new ModelScorer.Ranking(units, tails, TailCalibration.of(scores), new Smoothing(0.25)),
                reasons);
        open.add(scorer);
        return scorer;
    }

    @Test
    void addsUpToTheSurprise() {
        for (Score score : scorer(2, true, 2).score(sample.subList(0, 20))) {
            double listed =
                    score.reasons().stream().mapToDouble(Reason::surprise).sum();

            assertThat(score.reasons()).hasSize(2);
            assertThat(score.kl() - score.reconstruction()).isCloseTo(score.surprise(), within(1e-6));
            assertThat(score.kl() + listed + score.otherReasons()).isCloseTo(score.surprise(), within(1e-6));
            assertThat(score.modelVersion()).isEqualTo(9);
            assertThat(score.latent().size()).isEqualTo(2);
        }
    }

    @Test
    void ranksBySurpriseWithOneMemberAndNoTail() {
        ModelScorer scorer = scorer(1, false, 1);
        List<Score> scores = new ArrayList<>(scorer.score(sample));
        scores.sort(Comparator.comparingDouble(Score::surprise));

        assertThat(scores).isSortedAccordingTo(Comparator.comparingDouble(Score::score));
        assertThat(scorer.tailProbability(scores.get(0).score())).isEqualTo(1);
        assertThat(scorer.tailProbability(scores.get(299).score())).isLessThan(0.01);
    }

    @Test
    void namesAWildValueInItsOwnUnit() {
        ModelScorer scorer = scorer(2, true, 4);
        Score score = scorer.score(List.of(Vectors.of(0, 950, 2, 0, "card"))).get(0);
        Reason reason = score.reasons().get(0);

        assertThat(scorer.tailProbability(score.score())).isLessThan(0.005);
        assertThat(reason.feature()).isEqualTo("amount");
        assertThat(reason.actual()).isEqualTo(Value.of(950));
        assertThat(reason.low()).isLessThan(reason.high()).isGreaterThan(0);
        assertThat(reason.high()).isLessThan(950);
        assertThat(score.otherReasons()).isZero();
    }

    @Test
    void expectsATextOfACategory() {
        Score score = scorer(1, true, 4)
                .score(List.of(Vectors.of(0, 50, 2, 0, "pigeon")))
                .get(0);

        assertThat(score.reasons())
                .filteredOn(reason -> reason.feature().equals("channel"))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.actual()).isEqualTo(Value.of("pigeon"));
                    assertThat(reason.expected()).isIn(Value.of("card"), Value.of("cash"));
                });
    }

    @Test
    void takesAnEmptyBatch() {
        assertThat(scorer(1, false, 1).score(List.of())).isEmpty();
    }
}
