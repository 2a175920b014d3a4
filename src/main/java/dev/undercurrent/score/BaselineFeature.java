package dev.undercurrent.score;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import dev.undercurrent.features.Transform;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Robust statistics of one scored feature: what it usually holds, and the nats of any other value. Immutable. */
sealed interface BaselineFeature {
    /** The statistics of a slot over a sample. */
    static BaselineFeature fit(Feature feature, int slot, List<FeatureVector> sample) {
        return switch (feature.type()) {
            case NUMBER, COUNT, SHARE -> Spread.fit(feature, slot, sample);
            case FLAG, CATEGORY -> Frequencies.fit(feature, slot, sample);
            case CYCLE -> throw new IllegalArgumentException("feature " + feature.name() + ": a cycle is not scored");
        };
    }

    /** Nats of the slot's value, never negative; 0 where it is missing. */
    double surprise(Row row);

    /** The same as a reason. */
    Reason reason(Row row, double surprise);

    /**
     * A Student-t with four degrees of freedom whose centre is the median and whose scale has the sample's median
     * absolute deviation; nats are relative to its mode. Counts and {@code log} features are looked at as
     * {@code sign(x) ln(1 + |x|)}.
     */
    record Spread(String name, int slot, boolean log, double centre, double scale) implements BaselineFeature {
        /** The third quartile of the distribution, which is its median absolute deviation. */
        private static final double T4_MAD = 0.7406971;

        private static final double T4_95 = 2.1318468;

        static Spread fit(Feature feature, int slot, List<FeatureVector> sample) {
            boolean log = feature.type() == FeatureType.COUNT || feature.transform() == Transform.LOG;
            double[] values = sample.stream()
                    .mapToDouble(vector -> vector.row().number(slot))
                    .filter(Double::isFinite)
                    .map(value -> log ? squash(value) : value)
                    .sorted()
                    .toArray();
            if (values.length == 0) {
                return new Spread(feature.name(), slot, log, Double.NaN, 1);
            }
            double centre = median(values);
            double[] deviations = Arrays.stream(values)
                    .map(value -> Math.abs(value - centre))
                    .sorted()
                    .toArray();
            double deviation = median(deviations) / T4_MAD;
            if (deviation == 0) { // more than half are equal: the mean deviation still sees the others
                deviation = Arrays.stream(deviations).average().orElseThrow();
            }
            double floor = Math.max(1e-6, 1e-3 * Math.abs(centre));
            return new Spread(feature.name(), slot, log, centre, Math.max(floor, deviation));
        }

        private static double median(double[] sorted) {
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
        }

        private static double squash(double value) {
            return Math.copySign(Math.log1p(Math.abs(value)), value);
        }

        private double raw(double value) {
            return log ? Math.copySign(Math.expm1(Math.abs(value)), value) : value;
        }

        @Override
        public double surprise(Row row) {
            double value = row.number(slot);
            if (!Double.isFinite(value) || Double.isNaN(centre)) {
                return 0;
            }
            double z = ((log ? squash(value) : value) - centre) / scale;
            return 2.5 * Math.log1p(z * z / 4);
        }

        @Override
        public Reason reason(Row row, double surprise) {
            return new Reason(
                    name,
                    Value.of(row.number(slot)),
                    Value.of(raw(centre)),
                    raw(centre - T4_95 * scale),
                    raw(centre + T4_95 * scale),
                    surprise);
        }
    }

    /**
     * Smoothed frequencies of texts; a flag's texts are {@code 0} and {@code 1}.
     *
     * @param nats {@code −ln p} of each text
     */
    record Frequencies(String name, int slot, boolean flag, Map<String, Double> nats, double unseen, String commonest)
            implements BaselineFeature {
        static Frequencies fit(Feature feature, int slot, List<FeatureVector> sample) {
            boolean flag = feature.type() == FeatureType.FLAG;
            Map<String, Integer> counts = new HashMap<>();
            int total = 0;
            for (FeatureVector vector : sample) {
                String text = text(vector.row(), slot, flag);
                if (!text.isEmpty()) {
                    counts.merge(text, 1, Integer::sum);
                    total++;
                }
            }
            double all = total + counts.size() + 1.0;
            Map<String, Double> nats = new HashMap<>();
            counts.forEach((text, count) -> nats.put(text, Math.log(all / (count + 1))));
            String commonest = counts.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse("");
            return new Frequencies(feature.name(), slot, flag, nats, Math.log(all), commonest);
        }

        private static String text(Row row, int slot, boolean flag) {
            double number = row.number(slot);
            return !flag ? row.text(slot) : Double.isNaN(number) ? "" : number >= 0.5 ? "1" : "0";
        }

        @Override
        public double surprise(Row row) {
            String text = text(row, slot, flag);
            return text.isEmpty() ? 0 : nats.getOrDefault(text, unseen);
        }

        @Override
        public Reason reason(Row row, double surprise) {
            Value actual = flag ? Value.of(row.number(slot)) : Value.of(row.text(slot));
            Value expected = !flag
                    ? Value.of(commonest)
                    : commonest.isEmpty() ? Value.MISSING : Value.of(commonest.equals("1") ? 1 : 0);
            return new Reason(name, actual, expected, Double.NaN, Double.NaN, surprise);
        }
    }
}
