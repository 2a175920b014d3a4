package dev.undercurrent.baseline;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Feature vectors as plain numbers, as a detector without types wants them. Immutable once fitted.
 *
 * <p>Numbers, counts and flags are standardised by mean and deviation of the fit sample; a category is its frequency in
 * the sample (0 when unseen), standardised likewise; a cycle is sine and cosine; what is missing or not finite is 0. Of
 * a vector with history only the newest row is taken.
 */
public final class BaselineVectors {
    private final FeatureSchema schema;
    private final List<Map<String, Double>> frequencies;
    private final double[] means;
    private final double[] deviations;
    private final int width;

    private BaselineVectors(FeatureSchema schema, List<Map<String, Double>> frequencies) {
        this.schema = schema;
        this.frequencies = frequencies;
        means = new double[schema.size()];
        deviations = new double[schema.size()];
        int slots = 0;
        for (Feature feature : schema.features()) {
            slots += feature.type() == FeatureType.CYCLE ? 2 : 1;
        }
        width = slots;
    }

    /**
     * Learns means, deviations and frequencies.
     *
     * @throws IllegalArgumentException if the sample is empty
     */
    public static BaselineVectors fit(FeatureSchema schema, List<FeatureVector> sample) {
        if (sample.isEmpty()) {
            throw new IllegalArgumentException("sample: 0 vectors (expected: at least one)");
        }
        List<Map<String, Double>> frequencies = new ArrayList<>();
        for (int f = 0; f < schema.size(); f++) {
            frequencies.add(schema.get(f).type() == FeatureType.CATEGORY ? frequencies(sample, f) : Map.of());
        }
        BaselineVectors vectors = new BaselineVectors(schema, frequencies);
        vectors.fitMoments(sample);
        return vectors;
    }

    private static Map<String, Double> frequencies(List<FeatureVector> sample, int slot) {
        Map<String, Double> shares = new HashMap<>();
        for (FeatureVector vector : sample) {
            shares.merge(vector.row().text(slot), 1.0 / sample.size(), Double::sum);
        }
        return shares;
    }

    private void fitMoments(List<FeatureVector> sample) {
        for (int f = 0; f < schema.size(); f++) {
            long count = 0;
            double mean = 0;
            double squares = 0;
            for (FeatureVector vector : sample) {
                double value = raw(vector.row(), f);
                if (Double.isFinite(value)) {
                    double before = value - mean;
                    mean += before / ++count;
                    squares += before * (value - mean);
                }
            }
            double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
            means[f] = mean;
            deviations[f] = deviation > 1e-12 * Math.abs(mean) ? deviation : 1;
        }
    }

    /** The number of values a vector becomes, {@code D}. */
    public int width() {
        return width;
    }

    /** The numbers of one vector, {@code [D]}, all finite. */
    public double[] of(FeatureVector vector) {
        double[] values = new double[width];
        Row row = vector.row();
        int slot = 0;
        for (int f = 0; f < schema.size(); f++) {
            if (schema.get(f).type() == FeatureType.CYCLE) {
                long period = schema.get(f).period().toMillis();
                double angle = 2 * Math.PI * Math.floorMod(row.time(), period) / period;
                values[slot++] = Math.sin(angle);
                values[slot++] = Math.cos(angle);
            } else {
                double value = raw(row, f);
                values[slot++] = Double.isFinite(value) ? (value - means[f]) / deviations[f] : 0;
            }
        }
        return values;
    }

    private double raw(Row row, int f) {
        if (schema.get(f).type() != FeatureType.CATEGORY) {
            return row.number(f);
        }
        String text = row.text(f);
        return text.isEmpty() ? Double.NaN : frequencies.get(f).getOrDefault(text, 0.0);
    }
}
