package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Expected;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnsembleNetTest {
    private static final int SHARES = 6;
    private static final long NOON = 500 * 86_400_000L + 43_200_000L;

    private final List<FeatureVector> normal = Vectors.mixed(2000, 1);
    private final List<FeatureVector> unknown = Vectors.mixed(128, 2);
    private final Encoding encoding = Encoding.fit(Vectors.MIXED, normal);
    private List<Member> members = List.of();
    private EnsembleNet net;

    @BeforeAll
    void train() {
        ModelConfig config = Vectors.config(600, 0);
        VaeTrainer trainer = new VaeTrainer(config, encoding, () -> false);
        Member first = trainer.train(VaeSpec.of(config, encoding, 1), normal, List.of(), 1)
                .member();
        Member second = trainer.train(VaeSpec.of(config, encoding, 3), normal, List.of(), 2)
                .member();
        members = List.of(first, second);
        net = new EnsembleNet(encoding, members, 16, 7);
    }

    @AfterAll
    void close() {
        net.close();
    }

    @Test
    void sharesAndKlAddUpToTheSurprise() {
        for (List<Member> order : List.of(members, List.of(members.get(1), members.get(0)))) {
            try (EnsembleNet both = new EnsembleNet(encoding, order, 16, 7)) {
                NetScores scores = both.score(unknown);
                for (int row = 0; row < scores.size(); row++) {
                    double sum = scores.kl(row);
                    for (int i = 0; i < SHARES; i++) {
                        sum += scores.share(row, i);
                    }
                    assertThat(sum).isCloseTo(scores.surprise(row), within(1e-4));
                    assertThat(scores.kl(row) - scores.reconstruction(row))
                            .isCloseTo(scores.surprise(row), within(1e-4));
                }
            }
        }
    }

    @Test
    void klIsThatOfADiagonalGaussian() {
        NetScores scores = net.score(unknown);
        for (int row = 0; row < scores.size(); row++) {
            double kl = 0;
            for (int k = 0; k < scores.latent(); k++) {
                double variance = scores.std(row, k) * scores.std(row, k);
                kl += 0.5 * (variance + scores.mean(row, k) * scores.mean(row, k) - 1 - Math.log(variance));
            }
            assertThat(scores.kl(row)).isPositive().isCloseTo(kl, within(1e-4));
        }
    }

    @Test
    void aScoreDoesNotDependOnTheSizeOfTheBatch() {
        try (EnsembleNet other = new EnsembleNet(encoding, members, 16, 7)) {
            NetScores together = other.score(unknown);
            for (int row = 0; row < unknown.size(); row += 9) {
                NetScores alone = net.score(unknown.subList(row, row + 1));
                assertThat(alone.surprise(0)).isCloseTo(together.surprise(row), within(1e-4));
                assertThat(alone.memberSurprise(1, 0)).isCloseTo(together.memberSurprise(1, row), within(1e-4));
                assertThat(alone.share(0, 2)).isCloseTo(together.share(row, 2), within(1e-4));
            }
        }
    }

    @Test
    void theSameWeightsAndSeedGiveTheSameScores() {
        try (EnsembleNet again = new EnsembleNet(encoding, members, 16, 7)) {
            assertThat(again.score(unknown).surprise(5))
                    .isEqualTo(net.score(unknown).surprise(5));
        }
    }

    @Test
    void missingValuesHaveNoShare() {
        Row missing = new Row(
                NOON,
                new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN},
                new String[] {"", "", "", "", "", "", ""});
        NetScores scores = net.score(List.of(Vectors.vector(missing)));
        for (int i = 0; i < SHARES; i++) {
            assertThat(scores.share(0, i)).isZero();
        }
        assertThat(scores.surprise(0)).isEqualTo(scores.kl(0));
    }

    @Test
    void rowsOfHistoryThatAreMissingDoNotCount() {
        Row row = unknown.get(50).row();
        NetScores scores = net.score(List.of(Vectors.vector(row), unknown.get(50)));
        assertThat(scores.surprise(0)).isCloseTo(scores.surprise(1), within(1e-4));
        assertThat(scores.memberSurprise(1, 0)).isNotCloseTo(scores.memberSurprise(1, 1), within(0.1));
    }

    @Test
    void anAnomalyIsMoreSurprisingThanEveryNormalRow() {
        double most = 0;
        NetScores scores = net.score(unknown);
        for (int row = 0; row < scores.size(); row++) {
            most = Math.max(most, scores.surprise(row));
        }
        Row row = Vectors.mixed(NOON, 50, 25, 0, "north", 9);
        NetScores anomaly = net.score(List.of(Vectors.vector(row)));
        assertThat(anomaly.surprise(0)).isGreaterThan(most);
        assertThat(anomaly.share(0, encoding.share("latency"))).isGreaterThan(5);
    }

    @Test
    void anUnseenCategoryIsSurprising() {
        NetScores scores = net.score(List.of(
                Vectors.vector(Vectors.mixed(NOON, 50, 26, 0, "north", 5)),
                Vectors.vector(Vectors.mixed(NOON, 50, 26, 0, "west", 5))));
        int region = encoding.share("region");
        assertThat(scores.share(1, region)).isGreaterThan(scores.share(0, region) + 3);
    }

    @Test
    void aConstantNumberIgnoresRoundingButNotAJump() {
        NetScores scores = net.score(List.of(
                withVersion(17), withVersion(17 * (1 + 1e-7)), withVersion(17.2), withVersion(34), withVersion(17e6)));
        int version = encoding.share("version");
        assertThat(scores.share(1, version)).isCloseTo(scores.share(0, version), within(1e-3));
        assertThat(scores.share(2, version)).isCloseTo(scores.share(0, version), within(0.5));
        assertThat(scores.share(3, version)).isGreaterThan(scores.share(0, version) + 5);
        assertThat(scores.share(4, version)).isGreaterThan(scores.share(3, version) + 2);
    }

    private static FeatureVector withVersion(double version) {
        Row row = Vectors.mixed(NOON, 50, 26, 0, "north", 5);
        double[] numbers = {row.number(0), 26, 0, Double.NaN, 5, version, Double.NaN};
        return Vectors.vector(new Row(NOON, numbers, new String[] {"", "", "", "north", "", "", ""}));
    }

    @Test
    void wildValuesGetFiniteScores() {
        for (double wild : new double[] {1e30, -1e30, 1e-30}) {
            NetScores scores = net.score(List.of(Vectors.vector(Vectors.mixed(NOON, wild, wild, 1, "", wild))));
            assertThat(scores.surprise(0)).isFinite();
            assertThat(scores.memberSurprise(1, 0)).isFinite();
            for (int i = 0; i < SHARES; i++) {
                Expected expected = encoding.expected(i, scores.location(), scores.scale(), scores.start(0));
                assertThat(expected.low()).isNotInfinite();
                assertThat(expected.high()).isNotInfinite();
            }
        }
    }

    @Test
    void theExpectedValueLiesWithinItsIntervalAndNearTheActualOne() {
        NetScores scores = net.score(unknown.subList(40, 41));
        int load = encoding.share("load");
        Expected expected = encoding.expected(load, scores.location(), scores.scale(), scores.start(0));
        double actual = unknown.get(40).row().number(0);
        assertThat(actual).isBetween(expected.low(), expected.high());
        assertThat(expected.value()).isBetween(expected.low(), expected.high());
        assertThat(expected.high() - expected.low()).isLessThan(60);
        Expected region =
                encoding.expected(encoding.share("region"), scores.location(), scores.scale(), scores.start(0));
        assertThat(region.text()).isEqualTo(unknown.get(40).row().text(3));
    }

    @Test
    void weightsOfAnotherShapeAreRefused() {
        Member foreign = new Member(new VaeSpec(1, List.of(), 2), new Weights(Map.of()));
        assertThatThrownBy(() -> new EnsembleNet(encoding, List.of(foreign), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("member 0: tensor latent.w missing (expected: [10, 4])");
    }
}
