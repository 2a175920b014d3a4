package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.util.AbstractList;
import java.util.List;

/**
 * The vectors of one model call, in their records' order. Immutable.
 *
 * @param rows at least one
 */
public record Batch(List<Pending> rows) {
    public Batch {
        rows = List.copyOf(rows);
    }

    /** The number of vectors, {@code B}. */
    public int size() {
        return rows.size();
    }

    public Pending get(int row) {
        return rows.get(row);
    }

    /** A view of the vectors, in order. */
    public List<FeatureVector> vectors() {
        return new AbstractList<>() {
            @Override
            public FeatureVector get(int row) {
                return rows.get(row).vector();
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }
}
