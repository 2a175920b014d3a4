package dev.undercurrent.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fits an {@link Encoding}; static because a fit keeps nothing. */
final class EncodingFit {
    private static final int VOCABULARY = 30;

    /** The order of the columns: features of one likelihood side by side, cycles apart from Gaussian numbers. */
    private static final Comparator<FeatureEncoding> ORDER = Comparator.comparing(FeatureEncoding::likelihood)
            .thenComparing(feature -> feature.type() == FeatureType.CYCLE)
            .thenComparing(FeatureEncoding::slot);

    private EncodingFit() {}

    static Encoding fit(FeatureSchema schema, List<FeatureVector> sample) {
        List<FeatureEncoding> scored = new ArrayList<>();
        List<FeatureEncoding> conditions = new ArrayList<>();
        for (int slot = 0; slot < schema.size(); slot++) {
            Feature feature = schema.get(slot);
            (feature.condition() ? conditions : scored).add(fit(feature, slot, sample));
        }
        if (scored.isEmpty()) {
            throw new IllegalArgumentException("features: none is scored (expected: at least one)");
        }
        return new Encoding(placed(scored), placed(conditions));
    }

    private static List<FeatureEncoding> placed(List<FeatureEncoding> features) {
        features.sort(ORDER);
        List<FeatureEncoding> placed = new ArrayList<>(features.size());
        int column = 0;
        for (FeatureEncoding feature : features) {
            placed.add(feature.at(column));
            column += feature.width();
        }
        return placed;
    }

    private static FeatureEncoding fit(Feature feature, int slot, List<FeatureVector> sample) {
        FeatureType type = feature.type();
        Standardizer standardizer = switch (type) {
            case NUMBER -> Standardizer.fit(numbers(slot, sample, false), feature.transform());
            case COUNT -> Standardizer.fit(numbers(slot, sample, true), Transform.LOG);
            case FLAG, SHARE -> new Standardizer(false, baseRate(numbers(slot, sample, false)), 1);
            default -> Standardizer.NONE;
        };
        List<String> vocabulary = type == FeatureType.CATEGORY ? vocabulary(slot, sample) : List.of();
        int width = switch (type) {
            case CYCLE -> 2;
            case CATEGORY -> vocabulary.size() + 1;
            default -> 1;
        };
        double period = type == FeatureType.CYCLE ? feature.period().toMillis() : 0;
        return new FeatureEncoding(
                feature.name(), type, feature.likelihood(), slot, 0, width, standardizer, period, vocabulary);
    }

    private static double[] numbers(int slot, List<FeatureVector> sample, boolean count) {
        double[] values = new double[sample.size()];
        int n = 0;
        for (FeatureVector vector : sample) {
            double value = vector.row().number(slot);
            if (!Double.isNaN(value)) {
                values[n++] = count ? Math.max(0, value) : value;
            }
        }
        return Arrays.copyOf(values, n);
    }

    /** The mean of flags or shares, drawn a little towards a half so that it is never quite 0 or 1. */
    private static double baseRate(double[] values) {
        double sum = 0.5;
        for (double value : values) {
            sum += FeatureEncoding.share(value);
        }
        return sum / (values.length + 1);
    }

    private static List<String> vocabulary(int slot, List<FeatureVector> sample) {
        Map<String, Integer> counts = new HashMap<>();
        for (FeatureVector vector : sample) {
            String text = vector.row().text(slot);
            if (!text.isEmpty()) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(VOCABULARY)
                .map(Map.Entry::getKey)
                .toList();
    }
}
