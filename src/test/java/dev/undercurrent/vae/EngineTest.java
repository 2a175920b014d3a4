package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Both engines on the same members: every likelihood, a condition, missing values, histories of 1 and 3 rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineTest {
    private static final int DRAWS = 10;
    private static final double SAME = 1e-4;

    private final List<FeatureVector> normal = Vectors.mixed(1000, 1);
    private final Encoding encoding = Encoding.fit(Vectors.MIXED, normal);
    private final List<EnsembleNet> open = new ArrayList<>();
    private List<Member> members = List.of();

    @BeforeAll
    void train() {
        assumeThat(Engine.best())
                .as("started without --add-modules jdk.incubator.vector")
                .isEqualTo(Engine.VECTOR_API);
        ModelConfig config = Vectors.config(300, 0);
        VaeTrainer trainer = new VaeTrainer(config, encoding, () -> false);
        for (int history : new int[] {1, 3}) {
            members = new ArrayList<>(members);
            members.add(trainer.train(VaeSpec.of(config, encoding, history), normal, List.of(), history)
                    .member());
        }
    }

    @AfterAll
    void close() {
        open.forEach(EnsembleNet::close);
    }

    private EnsembleNet net(Engine engine, int reference) {
        List<Member> order = List.of(members.get(reference), members.get(1 - reference));
        return opened(new EnsembleNet(encoding, order, DRAWS, 7, engine));
    }

    private EnsembleNet opened(EnsembleNet net) {
        open.add(net);
        return net;
    }

    /** Among them ordinary ones, wild ones, and one with nothing in it. */
    static List<FeatureVector> vectors() {
        List<FeatureVector> vectors = new ArrayList<>(Vectors.mixed(150, 2));
        for (double wild : new double[] {0, 40, 1000, 1e5}) {
            vectors.add(Vectors.vector(Vectors.mixed(0, wild / 100, wild, 1, "west", wild / 1000)));
        }
        double[] none = new double[7];
        Arrays.fill(none, Double.NaN);
        vectors.add(Vectors.vector(new Row(0, none, new String[] {"", "", "", "", "", "", ""})));
        return vectors;
    }

    @Test
    void agreeOnEverythingThatIsSaidOfAVector() {
        List<FeatureVector> vectors = vectors();
        for (int reference = 0; reference < 2; reference++) {
            NetScores graph = net(Engine.TENSORFLOW, reference).score(vectors);
            NetScores lanes = net(Engine.VECTOR_API, reference).score(vectors);
            same(encoding, graph, lanes);
            for (int row = 0; row < vectors.size(); row++) {
                int at = row;
                same("other member", graph, lanes, scores -> scores.memberSurprise(1, at));
            }
        }
    }

    /** A count multiplies a logarithm of nearly one, whose last bits then are many nats. */
    @Test
    void agreeOnCountsOfAnySize() {
        SplittableRandom random = new SplittableRandom(3);
        FeatureSchema bytes = new FeatureSchema(List.of(Feature.aggregate("bytes", FeatureType.COUNT)));
        List<FeatureVector> large = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            large.add(Vectors.numbers(Math.rint(1e9 * Math.exp(0.1 * random.nextGaussian()))));
        }
        ModelConfig config = Vectors.config(300, 0);
        Encoding counts = Encoding.fit(bytes, large);
        Member member = new VaeTrainer(config, counts, () -> false)
                .train(VaeSpec.of(config, counts, 1), large, List.of(), 1)
                .member();
        List<FeatureVector> vectors = new ArrayList<>(large.subList(0, 50));
        for (double bytesOfOne : new double[] {0, 1e6, 1e8, 3e9, 1e11}) {
            vectors.add(Vectors.numbers(bytesOfOne));
        }
        NetScores graph = opened(new EnsembleNet(counts, List.of(member), DRAWS, 7, Engine.TENSORFLOW))
                .score(vectors);
        NetScores lanes = opened(new EnsembleNet(counts, List.of(member), DRAWS, 7, Engine.VECTOR_API))
                .score(vectors);
        for (int row = 0; row < vectors.size(); row++) {
            int at = row;
            same("surprise", graph, lanes, scores -> scores.surprise(at));
            same("share", graph, lanes, scores -> scores.share(at, 0));
        }
    }

    /** Whether two engines say the same of each vector's reference member. */
    static void same(Encoding encoding, NetScores graph, NetScores other) {
        assertThat(other.size()).isEqualTo(graph.size());
        for (int row = 0; row < graph.size(); row++) {
            int at = row;
            same("kl", graph, other, scores -> scores.kl(at));
            same("surprise", graph, other, scores -> scores.surprise(at));
            for (int i = 0; i < encoding.shares(); i++) {
                int share = i;
                same("share " + i, graph, other, scores -> scores.share(at, share));
            }
            for (int i = 0; i < graph.latent(); i++) {
                int k = i;
                same("mean", graph, other, scores -> scores.mean(at, k));
                same("std", graph, other, scores -> scores.std(at, k));
            }
            for (int i = 0; i < encoding.columns(); i++) {
                int column = graph.start(row) + i;
                same("location " + i, graph, other, scores -> scores.location()[column]);
                same("scale " + i, graph, other, scores -> scores.scale()[column]);
            }
        }
    }

    /** To 1e-4, and of what is large to so many parts of it: TensorFlow's own logarithms of counts are in 32 bits. */
    private static void same(String what, NetScores graph, NetScores other, ToDoubleFunction<NetScores> figure) {
        double expected = figure.applyAsDouble(graph);
        assertThat(figure.applyAsDouble(other))
                .as(what)
                .isCloseTo(expected, offset(SAME * Math.max(1, Math.abs(expected))));
    }

    @Test
    void registersGiveTheSameBitsInWhateverBatch() {
        EnsembleNet net = net(Engine.VECTOR_API, 0);
        List<FeatureVector> vectors = vectors();
        NetScores together = net.score(vectors);
        for (int row = 0; row < vectors.size(); row++) {
            NetScores alone = net.score(vectors.subList(row, row + 1));
            assertThat(alone.surprise(0)).isEqualTo(together.surprise(row));
            assertThat(alone.memberSurprise(1, 0)).isEqualTo(together.memberSurprise(1, row));
            assertThat(alone.share(0, 1)).isEqualTo(together.share(row, 1));
        }
    }
}
