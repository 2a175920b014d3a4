package dev.undercurrent.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** Event times as files and topics write them. */
public final class EventTimes {
    /** Above it a number is ms since the epoch, below it s: 1973 in ms, 5138 in s. */
    private static final double LEAST_MILLIS = 1e11;

    private static final double MOST_MILLIS = 253_402_300_800_000.0; // the year 10000

    private EventTimes() {}

    /** Ms since the epoch of a number (ms or s) or an ISO-8601 text (UTC where it names no zone); else empty. */
    public static OptionalLong read(JsonNode node) {
        if (node.isNumber()) {
            double value = node.doubleValue();
            boolean valid = value >= 0 && value < MOST_MILLIS;
            return !valid
                    ? OptionalLong.empty()
                    : OptionalLong.of(value >= LEAST_MILLIS ? node.longValue() : Math.round(value * 1000));
        }
        return node.isTextual() ? parse(node.textValue()) : OptionalLong.empty();
    }

    private static OptionalLong parse(String text) {
        String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
        if (iso.length() < 10 || !Character.isDigit(iso.charAt(0))) {
            return OptionalLong.empty();
        }
        try {
            if (iso.length() == 10) {
                return OptionalLong.of(LocalDate.parse(iso)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli());
            }
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
            return OptionalLong.of(
                    zoned
                            ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
