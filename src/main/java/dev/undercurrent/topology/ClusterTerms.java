package dev.undercurrent.topology;

import dev.undercurrent.cluster.Topic;
import org.apache.kafka.streams.AutoOffsetReset;

/**
 * What the stages of a topology meet on a cluster. Immutable.
 *
 * @param partitions of the source topic
 * @param reset where a partition of the source begins that has no offset, or one of which the record is gone
 * @param deadLetterBytes of the largest dead letter that its topic takes and a producer sends
 */
public record ClusterTerms(int partitions, AutoOffsetReset reset, long deadLetterBytes) {
    /** Those of topics that the product has made, of which nothing was read yet. */
    static ClusterTerms own(int partitions) {
        return new ClusterTerms(partitions, AutoOffsetReset.earliest(), Topic.DEAD_LETTER_BYTES);
    }
}
