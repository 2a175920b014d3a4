package dev.undercurrent.source;

import java.util.Map;

/**
 * What an analyst said of a scored unit. Immutable.
 *
 * @param id of the unit
 * @param answer what was said
 * @param time when it was said, ms since the epoch: it counts from then on
 * @param keys the unit's key by name of each window group that counts confirmed units
 */
public record Verdict(String id, Answer answer, long time, Map<String, String> keys) {
    /** What can be said of a unit. */
    public enum Answer {
        /** It was an anomaly. */
        TRUE,
        /** It was a false alarm. */
        FALSE,
        /** It was unusual, and from now on is normal. */
        EXPECTED
    }

    public Verdict {
        keys = Map.copyOf(keys);
    }
}
