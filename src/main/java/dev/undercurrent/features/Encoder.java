package dev.undercurrent.features;

import java.util.Arrays;
import java.util.List;

/**
 * Encodes vectors as an {@link Encoding} says, feature by feature: what a feature's type asks for is decided once for
 * many rows, and the memory of one row is fetched while another is waited for. Not thread-safe.
 */
public final class Encoder {
    private final int history;
    private final int columns;
    private final int conditionColumns;
    private final List<FeatureEncoder> scored;
    private final List<FeatureEncoder> conditions;
    private final float[] conditionMask;
    private final EncodedRows rows = new EncodedRows();

    /** @param history rows of a vector that are encoded, {@code T} ≥ 1 */
    public Encoder(Encoding encoding, int history) {
        this.history = history;
        this.columns = encoding.columns();
        this.conditionColumns = encoding.conditionColumns();
        this.scored = encoding.scored().stream().map(FeatureEncoder::of).toList();
        this.conditions = encoding.conditions().stream().map(FeatureEncoder::of).toList();
        this.conditionMask = new float[conditions.size()];
    }

    /**
     * Encodes vectors with their last {@code T} rows, the oldest first. Rows that a vector does not have and missing
     * values are 0 in {@code x} and in {@code mask}.
     *
     * @param at the place of the first vector in the batch that the arrays hold
     * @param x row-major {@code [B, T, D]}
     * @param mask row-major {@code [B, T, S]}; 1 where there is a value
     * @param condition row-major {@code [B, C]}, of the vectors' last rows
     */
    public void encode(List<FeatureVector> vectors, int at, float[] x, float[] mask, float[] condition) {
        int shares = scored.size();
        int end = at + vectors.size();
        Arrays.fill(x, at * history * columns, end * history * columns, 0);
        Arrays.fill(mask, at * history * shares, end * history * shares, 0);
        Arrays.fill(condition, at * conditionColumns, end * conditionColumns, 0);
        for (int from = 0; from < vectors.size(); from += EncodedRows.MOST) {
            int to = Math.min(vectors.size(), from + EncodedRows.MOST);
            for (int t = 0; t < history; t++) {
                rows.begin(x, mask);
                for (int i = from; i < to; i++) {
                    add(vectors.get(i), t, (at + i) * history + t);
                }
                encode(scored);
            }
            rows.begin(condition, conditionMask);
            for (int i = from; i < to; i++) {
                rows.add(vectors.get(i).row(), (at + i) * conditionColumns, 0);
            }
            encode(conditions);
        }
    }

    /** Adds one of a vector's last rows, if it has that. */
    private void add(FeatureVector vector, int t, int place) {
        int back = history - 1 - t;
        List<Row> past = vector.history();
        if (back <= past.size()) {
            Row row = back == 0 ? vector.row() : past.get(past.size() - back);
            rows.add(row, place * columns, place * scored.size());
        }
    }

    private void encode(List<FeatureEncoder> features) {
        for (int feature = 0; feature < features.size(); feature++) {
            rows.moveTo(feature);
            features.get(feature).encode(rows);
        }
    }
}
