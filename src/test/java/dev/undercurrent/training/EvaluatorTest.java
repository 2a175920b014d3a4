package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.score.Vectors;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.training.Evaluator.Evaluated;
import dev.undercurrent.vae.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final ModelConfig CONFIG =
            new ModelConfig(List.of(8), 2, 4, 7, 1, 10, 0.01, 150, 32, 0, List.of(1), 1, 0, true, 0.05);

    private static final List<FeatureVector> HOLDOUT = around(50, 600, 150);
    private static final boolean[] NONE_FLAGGED = new boolean[HOLDOUT.size()];

    private static ModelVersion fitting;
    private static ModelVersion foreign;

    private final Evaluator evaluator = new Evaluator(Threshold.ofRisk(0.01));

    @BeforeAll
    static void train() {
        fitting = trained(around(50, 0, 400), 2);
        foreign = trained(around(5_000, 0, 400), 1);
    }

    @Test
    void aCandidateThatExplainsTheHoldoutReplacesOneThatDoesNot() {
        Evaluation evaluation = evaluator
                .evaluate(fitting, Optional.of(foreign), HOLDOUT, NONE_FLAGGED)
                .evaluation();

        assertThat(evaluation.objection()).isEmpty();
        assertThat(evaluation.surprise()).isLessThan(evaluation.inUse().orElseThrow());
        assertThat(evaluation.judged()).isEqualTo(50);
    }

    @Test
    void aCandidateThatDoesNotExplainTheHoldoutIsRejected() {
        assertThat(evaluator
                        .evaluate(foreign, Optional.of(fitting), HOLDOUT, NONE_FLAGGED)
                        .evaluation()
                        .objection()
                        .orElse("promoted"))
                .startsWith("holdout surprise: ")
                .endsWith(", as of the model in use)");
    }

    @Test
    void aModelIsAsGoodAsItself() {
        Evaluation evaluation = evaluator
                .evaluate(fitting, Optional.of(fitting), HOLDOUT, NONE_FLAGGED)
                .evaluation();

        assertThat(evaluation.inUse()).contains(evaluation.surprise());
        assertThat(evaluation.objection()).isEmpty();
    }

    @Test
    void theCandidateIsCalibratedOnTheHoldout() {
        Evaluated evaluated = evaluator.evaluate(fitting, Optional.empty(), HOLDOUT, NONE_FLAGGED);

        assertThat(evaluated.candidate().calibration().tailProbability(-1e9)).isEqualTo(1);
        assertThat(evaluated.candidate().calibration().tailProbability(1e9)).isLessThan(0.01);
        assertThat(evaluated.candidate().version()).isEqualTo(2);
    }

    @Test
    void aBudgetOfAlertsIsJudgedByTheRiskThatItComesTo() {
        Threshold alerts = Threshold.ofAlertsPerDay(0.02 * fitting.unitsPerDay(), 0.001);

        Evaluation evaluation = new Evaluator(alerts)
                .evaluate(fitting, Optional.empty(), HOLDOUT, NONE_FLAGGED)
                .evaluation();

        assertThat(fitting.unitsPerDay()).isPositive();
        assertThat(evaluation.risk()).isEqualTo(0.02, within(1e-12));
    }

    @Test
    void flaggedUnitsDoNotRaiseWhatCountsAsNormal() {
        List<FeatureVector> spoilt = new ArrayList<>(HOLDOUT);
        boolean[] flagged = new boolean[spoilt.size()];
        for (int row = 0; row < spoilt.size(); row += 10) {
            spoilt.set(row, odd(600 + row));
            flagged[row] = true;
        }
        double odd;
        try (Scorer scorer = fitting.scorer(1)) {
            odd = 0.9 * scorer.score(List.of(odd(600))).get(0).score();
        }

        double guarded = evaluator
                .evaluate(fitting, Optional.empty(), spoilt, flagged)
                .candidate()
                .calibration()
                .tailProbability(odd);
        double unguarded = evaluator
                .evaluate(fitting, Optional.empty(), spoilt, NONE_FLAGGED)
                .candidate()
                .calibration()
                .tailProbability(odd);

        assertThat(guarded).isLessThan(unguarded / 2);
    }

    @Test
    void aCutOffRoundIsNotEvaluated() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> evaluator.evaluate(fitting, Optional.empty(), HOLDOUT, NONE_FLAGGED))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("training: interrupted (expected: the time to end)");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aCutOffRoundTrainsNoFurtherMember() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> trained(HOLDOUT, 3)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static FeatureVector odd(int number) {
        return Vectors.of(number, 9_000, 1, 0, "card");
    }

    private static ModelVersion trained(List<FeatureVector> sample, int version) {
        int cut = sample.size() * 4 / 5;
        return new Trainer("test", Vectors.SCHEMA, 1, false, CONFIG)
                .train(
                        sample.subList(0, cut),
                        sample.subList(cut, sample.size()),
                        sample.size() - cut,
                        version,
                        0,
                        0,
                        (member, members) -> () -> false);
    }

    private static List<FeatureVector> around(double amount, int from, int count) {
        Random random = new Random(from + 1L);
        List<FeatureVector> vectors = new ArrayList<>();
        for (int number = from; number < from + count; number++) {
            vectors.add(Vectors.of(
                    number,
                    amount + 5 * random.nextGaussian(),
                    random.nextInt(4),
                    random.nextInt(2),
                    random.nextInt(5) == 0 ? "cash" : "card"));
        }
        return vectors;
    }
}
