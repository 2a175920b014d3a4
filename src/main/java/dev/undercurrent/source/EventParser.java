package dev.undercurrent.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a record into an {@link Event}: one pass over the JSON, in which only the declared fields are
 * looked at. Bad data is an {@link Outcome.Rejected}, never an exception. Not thread-safe: one stream task owns it.
 *
 * <p>Null or absent is missing; of a name that occurs twice the last value counts.
 */
public final class EventParser {
    /** Largest magnitude of a number; sums of squares of larger ones leave the range of doubles. */
    public static final double MAX_MAGNITUDE = 1e30;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final SourceConfig source;
    private final EventFields fields;
    private final PointerTree tree;
    private final int keyTarget;
    private final int timeTarget;

    private double[] numbers = {};
    private String[] texts = {};
    private String key = "";
    private String id = "";
    private long time;
    private boolean timed;
    private @Nullable Reason reason;
    private String detail = "";

    public EventParser(SourceConfig source, EventFields fields) {
        this.source = source;
        this.fields = fields;
        this.keyTarget = fields.size();
        this.timeTarget = fields.size() + 1;
        List<String> pointers = new ArrayList<>();
        fields.list().forEach(field -> pointers.add(field.pointer()));
        pointers.add(pointerOrNone(source.key()));
        pointers.add(pointerOrNone(source.time()));
        pointers.add(pointerOrNone(source.id()));
        this.tree = PointerTree.of(pointers);
    }

    private static String pointerOrNone(String pointer) {
        return pointer.charAt(0) == '/' ? pointer : "";
    }

    /**
     * The event of a record, or why it is none.
     *
     * @param recordTime the record's timestamp, ms since the epoch
     * @param now the wall clock, ms since the epoch, against which times ahead are judged
     */
    public Outcome<Event> parse(Origin origin, long recordTime, long now) {
        byte[] value = origin.value();
        if (value == null || value.length == 0) {
            return rejected(origin, Reason.EMPTY, value == null ? "value: null" : "value: empty");
        }
        if (value.length > source.maxBytes()) {
            String size = "value: " + value.length + " bytes (expected: up to " + source.maxBytes() + ")";
            return rejected(origin, Reason.TOO_LARGE, size);
        }
        reset(recordTime);
        if (!readJson(value)) {
            return rejected(origin, Reason.INVALID_JSON, detail);
        }
        takeFromRecord(origin);
        checkKeyAndTime(now);
        if (reason != null) {
            return rejected(origin, reason, detail);
        }
        return new Outcome.Accepted<>(new Event(id, key, time, numbers, texts));
    }

    private void reset(long recordTime) {
        numbers = new double[fields.size()];
        texts = new String[fields.size()];
        Arrays.fill(numbers, Double.NaN);
        Arrays.fill(texts, "");
        key = "";
        id = "";
        time = recordTime;
        timed = source.time().equals(SourceConfig.RECORD);
        reason = null;
        detail = "";
    }

    private boolean readJson(byte[] value) {
        try (JsonParser json = JSON.createParser(value)) {
            try {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    detail = "value: no object (expected: one JSON object)";
                    return false;
                }
                walkObject(json, tree);
                if (json.nextToken() == null) {
                    return true;
                }
                detail = "value: more than one JSON object (expected: one)";
            } catch (IOException e) { // malformed, cut short, or beyond Jackson's limits of nesting and length
                detail = "value: invalid JSON at byte " + json.currentLocation().getByteOffset();
            }
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("closing a parser of bytes in memory", e);
        }
    }

    private void walkObject(JsonParser json, PointerTree node) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            walkValue(json, node.child(name));
        }
    }

    private void walkArray(JsonParser json, PointerTree node) throws IOException {
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            walkValue(json, node.child(Integer.toString(index)));
        }
    }

    private void walkValue(JsonParser json, @Nullable PointerTree node) throws IOException {
        if (node == null) {
            json.skipChildren();
            return;
        }
        for (int target : node.targets()) {
            take(json, target);
        }
        if (node.isLeaf()) {
            json.skipChildren();
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            walkObject(json, node);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            walkArray(json, node);
        }
    }

    private void take(JsonParser json, int target) throws IOException {
        if (target < fields.size()) {
            if (fields.kind(target) == EventFields.Kind.TEXT) {
                texts[target] = text(json, target);
            } else {
                numbers[target] = number(json, target, fields.kind(target));
            }
        } else if (target == keyTarget) {
            key = text(json, target);
        } else if (target == timeTarget) {
            takeTime(json);
        } else {
            id = text(json, target);
        }
    }

    private String text(JsonParser json, int target) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (!token.isScalarValue()) {
            fail(Reason.WRONG_TYPE, pointer(target) + ": " + name(token) + " (expected: a text)");
            return "";
        }
        return bounded(Texts.wellFormed(json.getText()), pointer(target));
    }

    private String bounded(String text, String what) {
        if (text.length() > RecordLimits.TEXT) {
            fail(Reason.TOO_LARGE, Texts.tooLong(what, text));
            return "";
        }
        return text;
    }

    private double number(JsonParser json, int target, EventFields.Kind kind) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        double number = token.isNumeric() ? json.getDoubleValue() : token == JsonToken.VALUE_TRUE ? 1 : 0;
        boolean fits = token.isNumeric()
                ? switch (kind) {
                    case COUNT -> number >= 0 && number == Math.rint(number);
                    case FLAG -> number == 0 || number == 1;
                    case NUMBER, TEXT -> true;
                }
                : token.isBoolean() && kind != EventFields.Kind.COUNT;
        if (token.isNumeric() && !(Math.abs(number) <= MAX_MAGNITUDE)) {
            fail(Reason.NOT_FINITE, pointer(target) + ": beyond the range (expected: a magnitude up to 1e30)");
            return Double.NaN;
        }
        if (!fits) {
            fail(Reason.WRONG_TYPE, pointer(target) + ": " + name(token) + " (expected: " + expected(kind) + ")");
            return Double.NaN;
        }
        return number;
    }

    private void takeTime(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        timed = false;
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token == JsonToken.VALUE_STRING) {
            time = EventTime.ofTextOrInvalid(json.getText());
        } else if (token.isNumeric()) {
            double number = json.getDoubleValue();
            if (!(Math.abs(number) <= MAX_MAGNITUDE)) {
                fail(Reason.NOT_FINITE, pointer(timeTarget) + ": beyond the range (expected: a time)");
                return;
            }
            time = EventTime.ofNumber(number);
        } else {
            time = EventTime.INVALID;
        }
        timed = time != EventTime.INVALID;
        if (!timed) {
            fail(
                    Reason.WRONG_TYPE,
                    pointer(timeTarget) + ": " + name(token) + " (expected: ms or s since the epoch, or ISO-8601)");
        }
    }

    private void takeFromRecord(Origin origin) {
        if (source.key().equals(SourceConfig.TOPIC)) {
            key = source.topic();
        }
        byte[] recordKey = origin.key();
        if (source.key().equals(SourceConfig.RECORD) && recordKey != null) {
            key = bounded(new String(recordKey, StandardCharsets.UTF_8), source.key());
        }
        if (id.isEmpty()) {
            id = origin.topic() + "-" + origin.partition() + "-" + origin.offset();
        }
    }

    private void checkKeyAndTime(long now) {
        if (key.isEmpty()) {
            fail(Reason.MISSING_KEY, source.key() + ": missing (expected: the key)");
        } else if (!timed) {
            fail(Reason.MISSING_TIME, source.time() + ": missing (expected: the event time)");
        } else if (time < 0 || time - source.maxAhead().toMillis() > now) {
            fail(
                    Reason.TIME_OUT_OF_RANGE,
                    source.time() + ": " + time + " ms (expected: from 1970 to " + source.maxAhead() + " from now)");
        }
    }

    /** Remembers the first thing that is wrong; the walk goes on, since invalid JSON outweighs it. */
    private void fail(Reason why, String what) {
        if (reason == null) {
            reason = why;
            detail = what;
        }
    }

    private String pointer(int target) {
        return target < fields.size()
                ? fields.list().get(target).pointer()
                : target == keyTarget ? source.key() : target == timeTarget ? source.time() : source.id();
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }

    private static String expected(EventFields.Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number or boolean";
            case COUNT -> "a non-negative whole number";
            case FLAG -> "0, 1 or a boolean";
            case TEXT -> "a text";
        };
    }

    private static Outcome<Event> rejected(Origin origin, Reason reason, String detail) {
        return new Outcome.Rejected<>(new DeadLetter(origin, reason, detail));
    }
}
