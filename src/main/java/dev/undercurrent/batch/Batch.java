package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.util.AbstractList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Vectors of one task that are scored at a time, in their records' order. Immutable.
 *
 * @param rows at least one; the headers of each are its own
 * @param companions what waits in other tasks of the thread and will most likely be scored next: to be scored in the
 *     same call
 */
public record Batch(List<Record<String, FeatureVector>> rows, List<FeatureVector> companions) {
    public Batch {
        rows = List.copyOf(rows);
        companions = List.copyOf(companions);
    }

    /** The number of vectors, {@code B}. */
    public int size() {
        return rows.size();
    }

    public Record<String, FeatureVector> get(int row) {
        return rows.get(row);
    }

    /** A view of the vectors, in order. */
    public List<FeatureVector> vectors() {
        return new AbstractList<>() {
            @Override
            public FeatureVector get(int row) {
                return rows.get(row).value();
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }
}
