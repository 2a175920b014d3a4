package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ONNX Runtime beside each engine: numbers, counts, flags and categories, a condition, missing and wild values. */
class OnnxEnsembleTest {
    private static final int DRAWS = 16;

    private final List<FeatureVector> normal = Vectors.mixed(1000, 1);

    /** Of weights that nobody trained. */
    private static List<Member> member(Encoding encoding, int history) {
        SplittableRandom random = new SplittableRandom(1);
        VaeSpec spec = new VaeSpec(history, List.of(16, 8), 4);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        spec.shapes(encoding).forEach((name, shape) -> {
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.2 * random.nextGaussian());
            }
            tensors.put(name, new Tensor(shape, values));
        });
        return List.of(new Member(spec, new Weights(tensors)));
    }

    /** {@link Vectors#MIXED} with a Student's t for its Gaussian. */
    private static FeatureSchema withoutGaussian() {
        List<Feature> features = new ArrayList<>();
        for (int slot = 0; slot < Vectors.MIXED.size(); slot++) {
            Feature feature = Vectors.MIXED.get(slot);
            boolean gaussian = feature.likelihood() == Likelihood.GAUSSIAN && !feature.condition();
            features.add(gaussian ? Vectors.number(feature.name(), Likelihood.STUDENT_T) : feature);
        }
        return new FeatureSchema(features);
    }

    @ParameterizedTest
    @EnumSource
    void saysOfAVectorWhatTheEngineSays(Engine engine) {
        assumeThat(engine)
                .as("started without --add-modules jdk.incubator.vector")
                .isIn(Engine.TENSORFLOW, Engine.best());
        Encoding encoding = Encoding.fit(withoutGaussian(), normal);
        List<Member> members = member(encoding, 1);
        List<FeatureVector> vectors = new ArrayList<>(EngineTest.vectors());
        vectors.add(Vectors.vector(Vectors.mixed(0, 50, Double.NaN, 1, "", 5)));
        try (EnsembleNet net = new EnsembleNet(encoding, members, DRAWS, 7, engine);
                EnsembleNet onnx = OnnxEnsemble.net(encoding, members, DRAWS, 7)) {
            EngineTest.same(encoding, net.score(vectors), onnx.score(vectors));
        }
    }

    @Test
    void refusesAFeatureThatIsGaussian() {
        Encoding encoding = Encoding.fit(Vectors.MIXED, normal);
        List<Member> members = member(encoding, 1);
        assertThatThrownBy(() -> OnnxEnsemble.net(encoding, members, DRAWS, 7))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("latency: GAUSSIAN (expected: STUDENT_T, NEGATIVE_BINOMIAL, BERNOULLI or SOFTMAX)");
    }

    @Test
    void refusesAHistory() {
        Encoding encoding = Encoding.fit(withoutGaussian(), normal);
        List<Member> members = member(encoding, 3);
        assertThatThrownBy(() -> OnnxEnsemble.net(encoding, members, DRAWS, 7))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("members, history: 1, 3 (expected: 1 each)");
    }
}
