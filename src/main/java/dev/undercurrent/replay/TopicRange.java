package dev.undercurrent.replay;

import java.util.Map;

/**
 * What of a topic is replayed. Immutable.
 *
 * @param topic its name
 * @param since records stamped from this time on, ms since the epoch; {@link Long#MIN_VALUE} for all
 * @param until records stamped before this time, ms since the epoch; {@link Long#MAX_VALUE} for all
 * @param offsets first and end offset by partition; empty for all partitions by time
 */
public record TopicRange(String topic, long since, long until, Map<Integer, Offsets> offsets) {
    /** Offsets of one partition, the end exclusive. */
    public record Offsets(long first, long end) {
        public Offsets {
            if (first < 0 || end < first) {
                throw new IllegalArgumentException(
                        "offsets: " + first + ".." + end + " (expected: FIRST..END, neither negative)");
            }
        }
    }

    public TopicRange {
        offsets = Map.copyOf(offsets);
    }
}
