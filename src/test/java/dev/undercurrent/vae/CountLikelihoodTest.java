package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.Encoder;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.NegativeBinomial;
import dev.undercurrent.features.Standardizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class CountLikelihoodTest {
    private static final List<FeatureVector> COUNTS =
            Stream.of(0, 1, 2, 4, 8, 30, 90).map(k -> Vectors.numbers(k)).toList();
    private final Encoding encoding =
            Encoding.fit(new FeatureSchema(List.of(Feature.aggregate("requests", FeatureType.COUNT))), COUNTS);

    @Test
    void theGraphsSurpriseIsThatOfTheClosedForm() {
        NativeLibrary.load();
        Standardizer standardizer = encoding.scored().get(0).standardizer();
        for (double k : new double[] {0, 1, 5, 30, 31, 100, 2500, 1e6, 1e15, 1e30}) {
            for (float dispersion : new float[] {0.001f, 0.3f, 5}) {
                for (float output : new float[] {-2, 0, 1.5f, 6}) {
                    double mean = Math.exp(standardizer.mean() + standardizer.deviation() * output);
                    double expected = -NegativeBinomial.logProbability(k, mean, dispersion);
                    assertThat((double) surprise(k, output, dispersion))
                            .as("k %s, dispersion %s, output %s", k, dispersion, output)
                            .isCloseTo(expected, within(0.01 + 1e-5 * expected));
                }
            }
        }
    }

    private float surprise(double k, float output, float dispersion) {
        float[] x = new float[1];
        new Encoder(encoding, 1).encode(List.of(Vectors.numbers(k)), 0, x, new float[1], new float[0]);
        try (Graph graph = new Graph();
                Session session = Graphs.session(graph)) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> spread = tf.constant(new float[][] {{dispersion - CountLikelihood.LEAST_DISPERSION}});
            CountLikelihood counts = new CountLikelihood(tf, encoding.scored(), 1, spread);
            Operand<TFloat32> scaled =
                    tf.math.add(tf.math.mul(tf.constant(new float[][] {{output}}), counts.factor()), counts.shift());
            Operand<TFloat32> surprise =
                    counts.surprise(new Columns(new Draws(tf, 1), 1, scaled, tf.constant(new float[][] {x})));
            try (Result result = session.runner().fetch(surprise).run()) {
                return Feeds.values(result.get(0))[0];
            }
        }
    }
}
