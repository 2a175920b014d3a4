package dev.undercurrent.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Verdicts as the feedback topic holds them:
 * {@code {"id":"p-17","verdict":"true","time":1528070494000,"keys":{"terminal":"3412"}}} under the unit's id.
 * Thread-safe.
 */
public final class VerdictJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_BYTES = 64 << 10;

    /** The end of the year 9999; what is beyond is of another unit than milliseconds. */
    private static final long LATEST = 253_402_300_799_999L;

    private VerdictJson() {}

    /**
     * The verdict of a record, or why it is none. Without an id the record's key is taken, without a time its
     * timestamp.
     *
     * @param recordTime the record's timestamp, ms since the epoch
     */
    public static Outcome<Verdict> parse(Origin origin, long recordTime) {
        byte[] value = origin.value();
        if (value == null || value.length == 0) {
            return rejected(origin, Reason.EMPTY, value == null ? "value: null" : "value: empty");
        }
        if (value.length > MAX_BYTES) {
            return rejected(
                    origin, Reason.TOO_LARGE, "value: " + value.length + " bytes (expected: up to " + MAX_BYTES + ")");
        }
        JsonNode json;
        try {
            json = JSON.readTree(value);
        } catch (IOException e) {
            return rejected(origin, Reason.INVALID_JSON, "value: invalid JSON");
        }
        if (json == null || !json.isObject()) {
            return rejected(origin, Reason.INVALID_JSON, "value: no object (expected: one JSON object)");
        }
        return read(origin, json, recordTime);
    }

    private static Outcome<Verdict> read(Origin origin, JsonNode json, long recordTime) {
        byte[] recordKey = origin.key();
        String fallback = recordKey == null ? "" : new String(recordKey, StandardCharsets.UTF_8);
        String id = Texts.wellFormed(json.path("id").asText(fallback));
        if (id.isEmpty()) {
            return rejected(origin, Reason.MISSING_KEY, "id: missing (expected: the unit's id)");
        }
        if (id.length() > RecordLimits.TEXT) {
            return rejected(origin, Reason.TOO_LARGE, Texts.tooLong("id", id));
        }
        Verdict.Answer answer;
        try {
            answer = Verdict.Answer.valueOf(json.path("verdict").asText("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return rejected(origin, Reason.WRONG_TYPE, "verdict: no verdict (expected: true, false or expected)");
        }
        JsonNode when = json.path("time");
        if (when.isBoolean() || when.isContainerNode()) {
            return rejected(origin, Reason.WRONG_TYPE, "time: no time (expected: ms, or ISO-8601)");
        }
        long time = when.isNumber()
                ? EventTime.ofNumber(when.asDouble())
                : when.isTextual() ? EventTime.ofTextOrInvalid(when.asText()) : recordTime;
        if (time < 0 || time > LATEST) {
            return rejected(
                    origin,
                    Reason.TIME_OUT_OF_RANGE,
                    "time: before 1970, after 9999 or no time (expected: ms, or ISO-8601)");
        }
        Map<String, String> keys = new HashMap<>();
        json.path("keys").properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                keys.put(entry.getKey(), Texts.wellFormed(entry.getValue().asText()));
            }
        });
        return new Outcome.Accepted<>(new Verdict(id, answer, time, keys));
    }

    /** The value of the record that says it. */
    public static byte[] write(Verdict verdict) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", verdict.id())
                .put("verdict", verdict.answer().name().toLowerCase(Locale.ROOT))
                .put("time", verdict.time());
        ObjectNode keys = json.putObject("keys");
        verdict.keys().forEach(keys::put);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing a tree of texts and numbers", e);
        }
    }

    private static Outcome<Verdict> rejected(Origin origin, Reason reason, String detail) {
        return new Outcome.Rejected<>(new DeadLetter(origin, reason, detail));
    }
}
