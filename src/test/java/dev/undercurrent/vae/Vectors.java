package dev.undercurrent.vae;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import dev.undercurrent.features.Row;
import dev.undercurrent.features.Transform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Feature vectors and model configurations for the tests of this package. */
final class Vectors {
    /** Two related numbers, a count, a flag, a category, a constant, and the hour as condition. */
    static final FeatureSchema MIXED = new FeatureSchema(List.of(
            number("load", Likelihood.STUDENT_T),
            Feature.aggregate("requests", FeatureType.COUNT),
            Feature.aggregate("peak", FeatureType.FLAG),
            Feature.aggregate("region", FeatureType.CATEGORY),
            number("latency", Likelihood.GAUSSIAN),
            number("version", Likelihood.STUDENT_T),
            new Feature("hour", FeatureType.CYCLE, Transform.AUTO, true, Likelihood.AUTO, Duration.ofHours(24))));

    private Vectors() {}

    static Feature number(String name, Likelihood likelihood) {
        return new Feature(name, FeatureType.NUMBER, Transform.NONE, false, likelihood, Duration.ZERO);
    }

    static ModelConfig config(int steps, double trim) {
        return new ModelConfig(
                List.of(), 0, 16, 7, 1, Math.min(100, steps), 2e-3, steps, 128, trim, List.of(), 1, 0, true, 0);
    }

    /** Rows of {@link #MIXED} that follow the hour, each with up to two rows of history. */
    static List<FeatureVector> mixed(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FeatureVector> vectors = new ArrayList<>();
        List<Row> history = List.of();
        for (int i = 0; i < n; i++) {
            double load = 50 + 20 * Math.sin(i * Math.PI / 12) + random.nextGaussian();
            double requests = Math.floor(load / 2 + 3 * Math.abs(random.nextGaussian()));
            Row row = mixed(
                    i * 3_600_000L,
                    load,
                    requests,
                    load > 60 ? 1 : 0,
                    i % 3 == 0 ? "south" : "north",
                    load / 10 + 0.2 * random.nextGaussian());
            vectors.add(new FeatureVector("unit-" + i, "key", false, row, history));
            history = history.size() < 2 ? append(history, row) : List.of(history.get(1), row);
        }
        return vectors;
    }

    private static List<Row> append(List<Row> history, Row row) {
        List<Row> longer = new ArrayList<>(history);
        longer.add(row);
        return List.copyOf(longer);
    }

    static Row mixed(long time, double load, double requests, double peak, String region, double latency) {
        double[] numbers = {load, requests, peak, Double.NaN, latency, 17, Double.NaN};
        return new Row(time, numbers, new String[] {"", "", "", region, "", "", ""});
    }

    static FeatureVector vector(Row row) {
        return new FeatureVector("unit", "key", false, row, List.of());
    }

    /** A vector of numbers only. */
    static FeatureVector numbers(double... numbers) {
        String[] texts = new String[numbers.length];
        Arrays.fill(texts, "");
        return vector(new Row(0, numbers, texts));
    }
}
