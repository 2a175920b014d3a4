package dev.undercurrent.source;

import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be scored, with its bytes untouched. Immutable; the arrays are handed over, not copied.
 *
 * @param origin the record it was
 * @param reason one of a fixed set, used as a metric's label
 * @param detail what exactly, without the payload
 */
public record DeadLetter(Origin origin, Reason reason, String detail) {
    /** Why a record is a dead letter. */
    public enum Reason {
        EMPTY,
        TOO_LARGE,
        INVALID_JSON,
        WRONG_TYPE,
        NOT_FINITE,
        MISSING_KEY,
        MISSING_TIME,
        TIME_OUT_OF_RANGE,
        LATE
    }

    /**
     * The record as Kafka had it. Equality is by identity of the arrays.
     *
     * @param topic where it was read
     * @param partition of the topic
     * @param offset in the partition
     * @param key its bytes, or null
     * @param value its bytes, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on untouched, never compared
    public record Origin(String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {}
}
