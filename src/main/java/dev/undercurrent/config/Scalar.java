package dev.undercurrent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scalar types of configuration records: how each is read from a tree, and what it expects. */
final class Scalar {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MOST_SHOWN = 80;

    private Scalar() {}

    static boolean is(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type == String.class || type == Duration.class;
    }

    /** What a file may hold for the type. */
    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", constants(type));
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        return type == Duration.class
                ? "an ISO-8601 duration up to P36500D, such as PT5M or P1D"
                : "a text; quote it if it looks like a number";
    }

    /** The spellings of an enum's constants. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Spelling.of((Enum<?>) constant))
                .toList();
    }

    /** The value, or null where the node holds none of this type without loss. */
    static @Nullable Object read(Class<?> type, JsonNode node) {
        if (type.isEnum()) {
            return constant(type, node);
        }
        if (type == boolean.class) {
            return node.isBoolean() ? node.booleanValue() : null;
        }
        if (type == String.class) {
            return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
        }
        return type == Duration.class ? duration(node) : number(type, node);
    }

    private static @Nullable Object constant(Class<?> type, JsonNode node) {
        for (Object constant : type.getEnumConstants()) {
            if (node.isValueNode() && node.asText().equals(Spelling.of((Enum<?>) constant))) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable Object duration(JsonNode node) {
        try {
            Duration duration = node.isTextual() ? Duration.parse(node.textValue()) : null;
            return duration == null || duration.abs().compareTo(LONGEST) > 0 ? null : duration;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Object number(Class<?> type, JsonNode node) {
        if (!node.isNumber()) {
            return null;
        }
        BigDecimal value = node.decimalValue();
        try {
            if (type == int.class) {
                return value.intValueExact();
            }
            if (type == long.class) {
                return value.longValueExact();
            }
        } catch (ArithmeticException e) {
            return null;
        }
        double number = value.doubleValue();
        return Double.isFinite(number) ? number : null;
    }

    /** The node of a text that came from outside a file, where nothing says its type. */
    static JsonNode parse(Class<?> type, String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(text.equals("true"));
        }
        if (type == int.class || type == long.class || type == double.class) {
            try {
                return nodes.numberNode(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return nodes.textNode(text);
            }
        }
        return nodes.textNode(text);
    }

    /** A node as a message shows it: on one line, not at length. */
    static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isObject() || node.isArray()) {
            return node.isEmpty() ? node.toString() : node.isObject() ? "a mapping" : "a list";
        }
        String text = node.isTextual() && node.textValue().isEmpty()
                ? "an empty text"
                : node.asText().replaceAll("\\p{Cntrl}", " ");
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
