package dev.undercurrent.vae;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** First weights: uniform within ±√(6 / (in + out)) (Glorot &amp; Bengio 2010), biases and raw scales 0. */
final class Glorot {
    private Glorot() {}

    static Map<String, float[]> weights(Map<String, int[]> shapes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            float[] values = new float[shape.length == 1 ? shape[0] : shape[0] * shape[1]];
            if (shape.length == 2) {
                double limit = Math.sqrt(6.0 / (shape[0] + shape[1]));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
                }
            }
            weights.put(name, values);
        });
        return weights;
    }
}
