package dev.undercurrent.training;

import org.jspecify.annotations.Nullable;

/**
 * One record that a training round leaves on a topic. Immutable; the array is handed over.
 *
 * @param destination which topic
 * @param key the record's key
 * @param value the record's value; null deletes the key of a compacted topic
 */
@SuppressWarnings("ArrayRecordComponent") // handed on untouched, never compared
public record Announcement(Destination destination, String key, byte @Nullable [] value) {
    /** Which of the topology's topics. */
    public enum Destination {
        MODELS,
        LIFECYCLE
    }
}
