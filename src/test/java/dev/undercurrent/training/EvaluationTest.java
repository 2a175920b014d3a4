package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final int FEATURES = 4;
    private static final double RISK = 0.001;

    @Test
    void theFirstModelIsPromotedWhateverItFlags() {
        assertThat(new Evaluation(12, Optional.empty(), FEATURES, 0.5, 1_000, RISK).objection())
                .isEmpty();
    }

    @Test
    void aCandidateWithoutAFiniteSurpriseIsRejected() {
        assertThat(new Evaluation(Double.NaN, Optional.empty(), FEATURES, 0, 1_000, RISK).objection())
                .contains("holdout surprise: NaN (expected: finite)");
        assertThat(new Evaluation(Double.POSITIVE_INFINITY, Optional.of(1.0), FEATURES, 0, 1_000, RISK).objection())
                .contains("holdout surprise: Infinity (expected: finite)");
    }

    @Test
    void aCandidateMayBeWorseByATwentiethOfANatAFeature() {
        assertThat(new Evaluation(10.199, Optional.of(10.0), FEATURES, 0, 1_000, RISK).objection())
                .isEmpty();
        assertThat(new Evaluation(10.201, Optional.of(10.0), FEATURES, 0, 1_000, RISK).objection())
                .contains("holdout surprise: 10.201 nats (expected: up to 10.200, as of the model in use)");
    }

    @Test
    void aCandidateThatFlagsTenTimesTheRiskIsRejected() {
        assertThat(new Evaluation(9, Optional.of(10.0), FEATURES, 0.01, 10_000, RISK).objection())
                .isEmpty();
        assertThat(new Evaluation(9, Optional.of(10.0), FEATURES, 0.0101, 10_000, RISK).objection())
                .contains("flagged share: 0.0101 of the latest 10000 units (expected: up to 0.0100)");
    }

    @Test
    void aHandfulOfFlagsIsNoReasonInAShortHoldout() {
        assertThat(new Evaluation(9, Optional.of(10.0), FEATURES, 5 / 60.0, 60, RISK).objection())
                .isEmpty();
        assertThat(new Evaluation(9, Optional.of(10.0), FEATURES, 6 / 60.0, 60, RISK).objection())
                .contains("flagged share: 0.1000 of the latest 60 units (expected: up to 0.0833)");
    }

    @Test
    void itsFiguresNameTheModelInUseOnlyIfThereIsOne() {
        assertThat(new Evaluation(9, Optional.empty(), FEATURES, 0.25, 60, RISK).figures())
                .containsOnlyKeys("evaluatedSurprise", "evaluatedFlaggedShare")
                .containsEntry("evaluatedSurprise", 9.0)
                .containsEntry("evaluatedFlaggedShare", 0.25);
        assertThat(new Evaluation(9, Optional.of(10.0), FEATURES, 0.25, 60, RISK).figures())
                .containsEntry("evaluatedSurpriseInUse", 10.0);
    }
}
