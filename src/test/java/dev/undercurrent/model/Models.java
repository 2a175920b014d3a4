package dev.undercurrent.model;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.score.MarginalTails;
import dev.undercurrent.score.ScoreUnits;
import dev.undercurrent.score.Smoothing;
import dev.undercurrent.score.TailCalibration;
import dev.undercurrent.score.Vectors;
import dev.undercurrent.vae.Member;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.vae.Tensor;
import dev.undercurrent.vae.VaeSpec;
import dev.undercurrent.vae.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Small model versions; their tensors fit no network. */
public final class Models {
    private Models() {}

    public static ModelVersion small(int version) {
        return of(version, 4);
    }

    /** Its first tensor has {@code floats} values. */
    public static ModelVersion of(int version, int floats) {
        Random random = new Random(version);
        List<FeatureVector> sample = IntStream.range(0, 20)
                .mapToObj(i -> Vectors.of(i, i * 10, i % 4, i % 2, i % 5 == 0 ? "cash" : "card"))
                .toList();
        float[] values = new float[floats];
        for (int i = 0; i < floats; i++) {
            values[i] = random.nextFloat();
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("output.w", new Tensor(new int[] {floats / 2, 2}, values));
        tensors.put("output.b", new Tensor(new int[] {2}, new float[] {Float.MIN_VALUE, -0f}));
        double[] scores = IntStream.range(0, 20).mapToDouble(i -> i).toArray();
        return new ModelVersion(
                version,
                version - 1,
                "card-fraud",
                ModelVersion.ALL,
                1_700_000_000_000L,
                7,
                config(),
                Vectors.SCHEMA,
                Encoding.fit(Vectors.SCHEMA, sample),
                List.of(new Member(new VaeSpec(1, List.of(4), 2), new Weights(tensors))),
                ScoreUnits.fit(new int[] {1}, new double[][] {{1}, {2}, {3}}, new double[] {1, 2, 3}),
                MarginalTails.fit(Vectors.SCHEMA, sample),
                TailCalibration.of(scores),
                new Smoothing(0.05),
                1440,
                new ModelVersion.TrainingRange(0, 19_000, 16, 4, Map.of("payments-0", 20L)),
                Map.of("holdoutSurprise", 3.25, "activeUnits", 2.0));
    }

    static ModelConfig config() {
        return new ModelConfig(List.of(4), 2, 4, 7, 1, 10, 0.002, 50, 32, 0, List.of(1), 1, 0, true, 0.05);
    }
}
