package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.Encoder;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VaeTrainerTest {
    private final List<FeatureVector> vectors = Vectors.mixed(600, 1);
    private final Encoding encoding = Encoding.fit(Vectors.MIXED, vectors);

    @Test
    void theSameSeedGivesTheSameWeights() {
        Weights first = train(3).member().weights();
        Weights again = train(3).member().weights();
        Weights other = train(4).member().weights();
        first.tensors()
                .forEach((name, tensor) ->
                        assertThat(again.tensor(name).values()).as(name).isEqualTo(tensor.values()));
        assertThat(other.tensor("output.w").values())
                .isNotEqualTo(first.tensor("output.w").values());
    }

    private TrainedMember train(long seed) {
        ModelConfig config = Vectors.config(60, 0.2);
        return new VaeTrainer(config, encoding, () -> false)
                .train(VaeSpec.of(config, encoding, 3), vectors, vectors.subList(0, 50), seed);
    }

    @Test
    void lossFallsAndLatentUnitsBecomeActive() {
        ModelConfig config = Vectors.config(400, 0);
        FeatureSchema unconditioned = new FeatureSchema(Vectors.MIXED.features().subList(0, 6));
        Encoding hourless = Encoding.fit(unconditioned, vectors);
        TrainingMetrics metrics = new VaeTrainer(config, hourless, () -> false)
                .train(VaeSpec.of(config, hourless, 1), vectors, Vectors.mixed(100, 9), 1)
                .metrics();
        assertThat(metrics.steps()).isEqualTo(400);
        assertThat(metrics.losses()).hasSize(20);
        assertThat(metrics.losses().get(19)).isLessThan(metrics.losses().get(5));
        assertThat(metrics.activeUnits()).isBetween(1, 8);
        assertThat(metrics.holdoutSurprise()).isLessThan(metrics.losses().get(0));
    }

    @Test
    void returnsWhatItHasReachedWhenTheBudgetIsSpent() {
        AtomicInteger asked = new AtomicInteger();
        ModelConfig config = Vectors.config(1000, 0);
        TrainedMember trained = new VaeTrainer(config, encoding, () -> asked.incrementAndGet() == 3)
                .train(VaeSpec.of(config, encoding, 1), vectors, List.of(), 1);
        assertThat(trained.metrics().steps()).isEqualTo(24);
        assertThat(trained.metrics().holdoutSurprise()).isNaN();
    }

    @Test
    void fewerVectorsThanABatchAreEnough() {
        ModelConfig config = Vectors.config(20, 0.2);
        TrainedMember trained = new VaeTrainer(config, encoding, () -> false)
                .train(VaeSpec.of(config, encoding, 1), vectors.subList(0, 3), List.of(), 1);
        assertThat(trained.metrics().losses()).allMatch(Double::isFinite);
    }

    /** The nats of a share are its cross-entropy with the expected one, and that begins at the base rate. */
    @Test
    void aRareShareCostsMinusTheLogOfItsRateFromTheFirstStepsOn() {
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.aggregate("confirmed", FeatureType.SHARE), Vectors.number("amount", Likelihood.STUDENT_T)));
        List<FeatureVector> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(Vectors.numbers(i % 100 == 0 ? 1 : 0, i % 7));
        }
        Encoding shares = Encoding.fit(schema, rows);
        ModelConfig config = Vectors.config(10, 0);
        Member member = new VaeTrainer(config, shares, () -> false)
                .train(VaeSpec.of(config, shares, 1), rows, List.of(), 1)
                .member();
        int confirmed = shares.share("confirmed");
        try (EnsembleNet net = new EnsembleNet(shares, List.of(member), 16, 1)) {
            NetScores scores =
                    net.score(List.of(Vectors.numbers(0, 3), Vectors.numbers(0.5, 3), Vectors.numbers(1, 3)));
            assertThat(scores.share(0, confirmed)).isBetween(0.0, 0.1);
            assertThat(scores.share(1, confirmed)).isCloseTo(-Math.log(0.01) / 2, within(0.5));
            assertThat(scores.share(2, confirmed)).isCloseTo(-Math.log(0.01), within(0.8));
        }
    }

    /**
     * With no hidden layer and Gaussian heads the model is probabilistic PCA with a variance per column, so {@code ln
     * p(x)} is that of a normal distribution with covariance {@code W Wᵀ + diag(s²)} (Tipping &amp; Bishop 1999). Its
     * encoder can represent the exact posterior's mean, and its log-variances need not depend on x; what is left is the
     * posterior's off-diagonal part and training that is not quite over.
     */
    @Test
    void aLinearModelsElboIsBoundedByItsExactEvidence() {
        int columns = 5;
        FeatureSchema schema = new FeatureSchema(IntStream.range(0, columns)
                .mapToObj(i -> Vectors.number("x" + i, Likelihood.GAUSSIAN))
                .toList());
        SplittableRandom random = new SplittableRandom(5);
        List<FeatureVector> rows = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double[] x = new double[columns];
            double[][] loadings = {{1, 0}, {0.8, 0.5}, {-0.5, 1}, {0, 1}, {0.3, -0.3}};
            for (int j = 0; j < columns; j++) {
                x[j] = loadings[j][0] * a + loadings[j][1] * b + 0.4 * random.nextGaussian();
            }
            rows.add(Vectors.numbers(x));
        }
        Encoding linear = Encoding.fit(schema, rows);
        ModelConfig config = Vectors.config(2000, 0);
        VaeSpec spec = new VaeSpec(1, List.of(), 2);
        Member member = new VaeTrainer(config, linear, () -> false)
                .train(spec, rows, List.of(), 1)
                .member();
        List<FeatureVector> scored = rows.subList(0, 50);
        double elbo = 0;
        double evidence = 0;
        try (EnsembleNet net = new EnsembleNet(linear, List.of(member), 20_000, 1)) {
            NetScores scores = net.score(scored);
            LinearGaussian exact = LinearGaussian.of(member, columns, 2);
            float[] x = new float[columns];
            Encoder encoder = new Encoder(linear, 1);
            for (int row = 0; row < scored.size(); row++) {
                elbo -= scores.surprise(row) / scored.size();
                encoder.encode(scored.subList(row, row + 1), 0, x, new float[columns], new float[0]);
                evidence += exact.logDensity(x) / scored.size();
            }
        }
        assertThat(elbo).isLessThan(evidence + 0.02).isCloseTo(evidence, within(0.1));
    }
}
