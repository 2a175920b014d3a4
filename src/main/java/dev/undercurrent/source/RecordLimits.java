package dev.undercurrent.source;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How much of a record is taken over into those that are made of it: scores, changelogs, repartitions. But for one that
 * keeps the value itself they then stay well below the 1 MiB that brokers take by default. One that a broker refuses
 * would stop the stream for good, since it is made anew at each start.
 */
public final class RecordLimits {
    /** Characters of a key, an id or another text. */
    public static final int TEXT = 8192;

    /** Bytes of all headers together, and of a record's own key. */
    public static final int HEADERS = 64 << 10;

    /** Bytes of an event's value, whatever a topology says. */
    public static final int VALUE = 16 << 20;

    /** Bytes of the two lengths that a header has in a record. */
    private static final int LENGTHS = 10;

    private RecordLimits() {}

    /** The letter of a record whose key or headers are more than is taken over; null of any other. */
    public static @Nullable DeadLetter check(DeadLetter.Origin origin, Headers headers) {
        byte[] key = origin.key();
        if (key != null && key.length > HEADERS) {
            return tooLarge(origin, "the record's key", key.length);
        }
        long size = size(headers);
        return size > HEADERS ? tooLarge(origin, "headers", size) : null;
    }

    private static DeadLetter tooLarge(DeadLetter.Origin origin, String what, long size) {
        String detail = what + ": " + size + " bytes (expected: up to " + HEADERS + ")";
        return new DeadLetter(origin, DeadLetter.Reason.TOO_LARGE, detail);
    }

    /** Bytes that headers take at most. */
    public static long size(Headers headers) {
        long size = 0;
        for (Header header : headers.toArray()) { // which makes nothing where there are none
            byte[] value = header.value();
            size += LENGTHS + Utils.utf8Length(header.key()) + (value == null ? 0 : value.length);
        }
        return size;
    }
}
