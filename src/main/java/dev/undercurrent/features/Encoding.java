package dev.undercurrent.features;

import java.util.List;

/**
 * The transforms fitted on a training sample, by which {@link Encoder} turns raw rows into a network's input, and which
 * turn the decoder's output back into values. A part of a model version: plain records of doubles, ints and texts.
 * Immutable.
 *
 * <p>A row is encoded into {@code D} columns and {@code S} mask entries, one per scored feature; features of one
 * likelihood stand side by side, so their order is not the schema's. What the model is conditioned on goes to {@code C}
 * columns of its own, of the last row only.
 *
 * @param scored the scored features, in the order of their columns; the index in this list is a feature's share index
 * @param conditions the features that condition the model, in the order of their columns
 */
public record Encoding(List<FeatureEncoding> scored, List<FeatureEncoding> conditions) {
    /** What a category's expected text is called when it is none of the known. */
    public static final String UNSEEN = "(unseen)";

    public Encoding {
        scored = List.copyOf(scored);
        conditions = List.copyOf(conditions);
    }

    /**
     * Fits the transforms.
     *
     * @param sample only the last row of each vector is looked at
     */
    public static Encoding fit(FeatureSchema schema, List<FeatureVector> sample) {
        return EncodingFit.fit(schema, sample);
    }

    /** Columns of a row, {@code D}. */
    public int columns() {
        return width(scored);
    }

    /** Scored features, {@code S}. */
    public int shares() {
        return scored.size();
    }

    /** Columns of the condition, {@code C}. */
    public int conditionColumns() {
        return width(conditions);
    }

    private static int width(List<FeatureEncoding> features) {
        return features.isEmpty()
                ? 0
                : features.get(features.size() - 1).offset()
                        + features.get(features.size() - 1).width();
    }

    /**
     * What the decoder expected of a scored feature.
     *
     * @param share the feature's index in {@link #scored()}
     * @param location the decoder's output for one row, {@code [D]} from {@code start}
     * @param scale {@code [D]} from {@code start}
     */
    public Expected expected(int share, float[] location, float[] scale, int start) {
        return scored.get(share).expected(location, scale, start);
    }

    /**
     * {@code ln |d encoded / d raw|}, summed over the numbers that are scored and present. Subtracted from a surprise
     * it gives the surprise of the raw values, which models with different transforms share.
     */
    public double logJacobian(Row row) {
        double sum = 0;
        for (FeatureEncoding feature : scored) {
            if (feature.isContinuous() && !Double.isNaN(row.number(feature.slot()))) {
                sum += feature.standardizer().logSlope(row.number(feature.slot()));
            }
        }
        return sum;
    }

    /** {@link #logJacobian(Row)} over the last {@code history} rows of a vector. */
    public double logJacobian(FeatureVector vector, int history) {
        double sum = logJacobian(vector.row());
        List<Row> past = vector.history();
        for (Row row : past.subList(Math.max(0, past.size() - history + 1), past.size())) {
            sum += logJacobian(row);
        }
        return sum;
    }

    /** The scored feature of a name, its share index, or −1. */
    public int share(String name) {
        return scored.stream().map(FeatureEncoding::name).toList().indexOf(name);
    }
}
