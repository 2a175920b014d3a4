package dev.undercurrent.source;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;

/** Reads a time as records write it: a number of seconds or milliseconds, or ISO-8601. */
public final class EventTime {
    /** No time at all: the text is none. */
    static final long INVALID = Long.MIN_VALUE;

    /** From here on a number counts milliseconds: 1973 in ms, the year 5138 in s. */
    private static final double FIRST_MILLIS = 1e11;

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .toFormatter(java.util.Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT); // February has no 30th

    private EventTime() {}

    /** Milliseconds since the epoch of a number: from 1e11 on milliseconds, below seconds with a fraction. */
    public static long ofNumber(double number) {
        return Math.round(number >= FIRST_MILLIS ? number : number * 1000);
    }

    /**
     * Milliseconds since the epoch of an ISO-8601 date, or date and time after {@code T} or a space, with an offset
     * such as {@code Z}, {@code +02}, {@code +0200} or {@code +02:00}, or else in UTC.
     *
     * @throws DateTimeException if it is none
     */
    public static long ofText(String text) {
        TemporalAccessor time =
                ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, java.time.LocalDate::from);
        try {
            if (time instanceof OffsetDateTime offset) {
                return offset.toInstant().toEpochMilli();
            }
            LocalDateTime local = time instanceof LocalDateTime dateTime
                    ? dateTime
                    : java.time.LocalDate.from(time).atStartOfDay();
            return local.toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond the range of milliseconds", e);
        }
    }

    /** As {@link #ofText}, or {@link #INVALID}. */
    static long ofTextOrInvalid(String text) {
        try {
            return ofText(text);
        } catch (DateTimeException e) {
            return INVALID;
        }
    }
}
