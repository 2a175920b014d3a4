package dev.undercurrent.score;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far out each value lies in its own feature's distribution, summed up: {@code −ln(2 min(P(X ≥ x), P(X ≤ x)))} for
 * a number, {@code −ln} of the frequency relative to the commonest for a category. It sees plain extremes, and one wild
 * feature cannot drown the rest, because ranks are bounded. Immutable.
 *
 * @param slots one a feature; empty for those that are not scored
 */
public record MarginalTails(List<Marginal> slots) {
    /** Fit rows that are looked at; with more, the bound of one feature would grow past the others. */
    private static final int ROWS = 4000;

    private static final int KNOTS = 200;
    /** A product of shares that leaves room for one more. */
    private static final double LEAST = 1e-280;

    private static final int TEXTS = 200;

    /**
     * One feature's distribution. Immutable.
     *
     * @param numbers of a numeric feature
     * @param texts nats of each known text of a category
     * @param unseen nats of any other text
     */
    public record Marginal(OrderStatistics numbers, Map<String, Double> texts, double unseen) {
        static final Marginal NONE = new Marginal(OrderStatistics.NONE, Map.of(), 0);

        public Marginal {
            texts = Map.copyOf(texts);
        }

        /** Share of values as far out as a number on either side; 1 where that says nothing. */
        private double share(double number) {
            boolean isKnown = numbers.count() > 0 && !Double.isNaN(number);
            return isKnown ? 2 * (numbers.atLeastAsFarOut(number) + 1) / (numbers.count() + 1) : 1;
        }

        private double nats(String text) {
            return text.isEmpty() || texts.isEmpty() ? 0 : texts.getOrDefault(text, unseen);
        }
    }

    public MarginalTails {
        slots = List.copyOf(slots);
    }

    /** Reads the distributions off a sample, evenly thinned to 4,000 rows. */
    public static MarginalTails fit(FeatureSchema schema, List<FeatureVector> sample) {
        List<Row> rows = new ArrayList<>(Math.min(ROWS, sample.size()));
        int taken = Math.min(ROWS, sample.size());
        for (int i = 0; i < taken; i++) {
            rows.add(sample.get((int) ((long) i * sample.size() / taken)).row());
        }
        List<Marginal> slots = new ArrayList<>(schema.size());
        for (int slot = 0; slot < schema.size(); slot++) {
            slots.add(fit(schema.get(slot), rows, slot));
        }
        return new MarginalTails(slots);
    }

    private static Marginal fit(Feature feature, List<Row> rows, int slot) {
        if (feature.condition()) {
            return Marginal.NONE;
        }
        return switch (feature.type()) {
            case NUMBER, COUNT, FLAG, SHARE -> {
                double[] numbers = new double[rows.size()];
                Arrays.setAll(numbers, i -> rows.get(i).number(slot));
                yield new Marginal(OrderStatistics.of(numbers, KNOTS), Map.of(), 0);
            }
            case CATEGORY -> category(rows, slot);
            case CYCLE -> Marginal.NONE;
        };
    }

    private static Marginal category(List<Row> rows, int slot) {
        Map<String, Integer> counts = new HashMap<>();
        for (Row row : rows) {
            if (!row.text(slot).isEmpty()) {
                counts.merge(row.text(slot), 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            return Marginal.NONE;
        }
        List<Map.Entry<String, Integer>> byCount = new ArrayList<>(counts.entrySet());
        byCount.sort(
                Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        double commonest = byCount.get(0).getValue() + 1;
        Map<String, Double> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> entry : byCount.subList(0, Math.min(TEXTS, byCount.size()))) {
            texts.put(entry.getKey(), Math.log(commonest / (entry.getValue() + 1)));
        }
        return new Marginal(OrderStatistics.NONE, texts, Math.log(commonest));
    }

    /** The sum over the features, in nats; a missing value adds nothing. */
    public double nats(FeatureVector vector) {
        Row row = vector.row();
        double sum = 0;
        double product = 1; // of shares, whose logarithm is taken once
        for (int slot = 0; slot < slots.size(); slot++) {
            Marginal marginal = slots.get(slot);
            sum += marginal.nats(row.text(slot));
            product *= marginal.share(row.number(slot));
            if (product < LEAST) {
                sum -= Math.log(product);
                product = 1;
            }
        }
        return sum - Math.log(product);
    }
}
