package dev.undercurrent.score;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import dev.undercurrent.features.Row;
import dev.undercurrent.features.Transform;
import java.time.Duration;
import java.util.List;

/** Small vectors: a number, a count, a flag, a category and the hour as condition. */
public final class Vectors {
    public static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            Feature.aggregate("amount", FeatureType.NUMBER),
            Feature.aggregate("visits", FeatureType.COUNT),
            Feature.aggregate("abroad", FeatureType.FLAG),
            Feature.aggregate("channel", FeatureType.CATEGORY),
            new Feature("hour", FeatureType.CYCLE, Transform.AUTO, true, Likelihood.AUTO, Duration.ofHours(24))));

    private Vectors() {}

    public static FeatureVector of(int number, double amount, double visits, double abroad, String channel) {
        Row row = new Row(1000L * number, new double[] {amount, visits, abroad, Double.NaN, Double.NaN}, new String[] {
            "", "", "", channel, ""
        });
        return new FeatureVector("id-" + number, "card-" + number % 3, false, row, List.of());
    }
}
