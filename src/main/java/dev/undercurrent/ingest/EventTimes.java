package dev.undercurrent.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.source.EventTime;
import java.time.DateTimeException;
import java.util.OptionalLong;

/** Event times as files and topics write them. */
public final class EventTimes {
    private static final double MOST_MILLIS = 253_402_300_800_000.0; // the year 10000

    private EventTimes() {}

    /**
     * Ms since the epoch of a number or an ISO-8601 text, as {@link EventTime} reads them; else empty, as for numbers
     * below 0 or beyond the year 9999.
     */
    public static OptionalLong read(JsonNode node) {
        if (node.isNumber()) {
            double value = node.doubleValue();
            return value >= 0 && value < MOST_MILLIS
                    ? OptionalLong.of(EventTime.ofNumber(value))
                    : OptionalLong.empty();
        }
        return node.isTextual() ? parse(node.textValue()) : OptionalLong.empty();
    }

    private static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(EventTime.ofText(text));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
