package dev.undercurrent.features;

import java.util.List;

/**
 * What is scored: one unit's values and, where the topology has history, the key's values before it. Immutable.
 *
 * @param id what identifies the unit in every output
 * @param key the entity it belongs to
 * @param late whether it came after the grace of its windows
 * @param row its own values
 * @param history the key's previous rows, oldest first, at most {@code T − 1}, fewer while the key is new
 */
public record FeatureVector(String id, String key, boolean late, Row row, List<Row> history) {
    /** Event time of an event, end of a window; ms since the epoch. */
    public long time() {
        return row.time();
    }
}
