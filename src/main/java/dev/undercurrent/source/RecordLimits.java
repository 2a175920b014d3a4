package dev.undercurrent.source;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How much of a record is taken over into those that are made of it: scores, changelogs, repartitions. They then stay
 * well below the 1 MiB that brokers take by default. One that a broker refuses would stop the stream for good, since it
 * is made anew at each start.
 */
public final class RecordLimits {
    /** Characters of a key, an id or another text. */
    public static final int TEXT = 8192;

    /** Bytes of all headers together. */
    public static final int HEADERS = 64 << 10;

    /** Bytes of an event's value, whatever a topology says. */
    public static final int VALUE = 16 << 20;

    private RecordLimits() {}

    /** The letter of a record whose headers are more than are taken over; null of any other. */
    public static @Nullable DeadLetter ofHeaders(DeadLetter.Origin origin, Headers headers) {
        long size = size(headers);
        return size <= HEADERS
                ? null
                : new DeadLetter(
                        origin,
                        DeadLetter.Reason.TOO_LARGE,
                        "headers: " + size + " bytes (expected: up to " + HEADERS + ")");
    }

    /** Bytes of the names and values of headers. */
    public static long size(Headers headers) {
        long size = 0;
        for (Header header : headers.toArray()) { // which makes nothing where there are none
            byte[] value = header.value();
            size += header.key().length() + (value == null ? 0 : value.length);
        }
        return size;
    }
}
