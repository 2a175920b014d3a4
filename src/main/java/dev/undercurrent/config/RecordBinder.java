package dev.undercurrent.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree, laid over a tree of defaults, to a record: a mapping to a record, a list to a list, a mapping of named
 * entries to a map whose entries are each laid over the defaults' {@code "*"}. Collects every problem and goes on. Not
 * thread-safe: lives within one loading.
 */
final class RecordBinder {
    static final String TEMPLATE = "*";
    static final String ENTRY_NAME = "[A-Za-z_][A-Za-z0-9_.-]{0,99}";

    private final Problems problems = new Problems("");

    /** All problems of what was bound so far, in the order in which they were found. */
    List<String> problems() {
        return problems.lines();
    }

    /** The record, or null if there were problems. */
    <T extends Record> @Nullable T bind(String path, Class<T> type, JsonNode given, JsonNode defaults) {
        if (!given.isMissingNode() && !given.isObject()) {
            problem(path, Scalar.shown(given), "a mapping of properties");
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        reportUnknown(path, given, components);
        Object[] values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String name = Spelling.kebab(components[i].getName());
            Object value = value(
                    Problems.path(path, name), components[i].getGenericType(), given.path(name), defaults.path(name));
            complete &= value != null;
            if (value != null) {
                values[i] = value;
            }
        }
        return complete ? construct(path, type, components, values) : null;
    }

    private void reportUnknown(String path, JsonNode given, RecordComponent[] components) {
        List<String> known = Arrays.stream(components)
                .map(component -> Spelling.kebab(component.getName()))
                .toList();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            if (!known.contains(entry.getKey())) {
                String expected = Spelling.nearest(entry.getKey(), known).orElse("one of " + String.join(", ", known));
                problem(Problems.path(path, entry.getKey()), "unknown property", expected);
            }
        }
    }

    private @Nullable Object value(String path, Type type, JsonNode given, JsonNode defaults) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    ? map(path, (Class<?>) generic.getActualTypeArguments()[1], given, defaults)
                    : list(path, (Class<?>) generic.getActualTypeArguments()[0], given, defaults);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return bind(path, plain.asSubclass(Record.class), given, defaults);
        }
        return scalar(path, plain, given.isMissingNode() ? defaults : given);
    }

    private @Nullable Object scalar(String path, Class<?> type, JsonNode node) {
        Object value = Scalar.read(type, node);
        if (value == null) {
            problem(path, Scalar.shown(node), Scalar.expected(type));
        }
        return value;
    }

    private @Nullable List<Object> list(String path, Class<?> type, JsonNode given, JsonNode defaults) {
        JsonNode node = given.isMissingNode() ? defaults : given;
        if (!node.isArray()) {
            problem(path, Scalar.shown(node), "a list such as [a, b]");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = scalar(path + "[" + i + "]", elementType(type), node.get(i));
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == node.size() ? values : null;
    }

    private @Nullable Map<String, Object> map(String path, Class<?> type, JsonNode given, JsonNode defaults) {
        if (!given.isMissingNode() && !given.isObject()) {
            problem(path, Scalar.shown(given), "a mapping of names");
            return null;
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        boolean complete = true;
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String child = Problems.path(path, entry.getKey());
            if (!entry.getKey().matches(ENTRY_NAME)) {
                problem(child, "a name", "letters, digits, _ . -, not starting with a digit");
                complete = false;
            }
            Object value = bind(child, type.asSubclass(Record.class), entry.getValue(), defaults.path(TEMPLATE));
            complete &= value != null;
            if (value != null) {
                entries.put(entry.getKey(), value);
            }
        }
        return complete ? entries : null;
    }

    private <T extends Record> @Nullable T construct(
            String path, Class<T> type, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException invalid) {
                invalid.problems().forEach(line -> problems.add(Problems.path(path, line)));
                return null;
            }
            throw new IllegalStateException(type.getSimpleName() + ": its constructor failed at " + path, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getSimpleName() + ": no record of configuration", e);
        }
    }

    /** Lists hold objects, records hold primitives; both are read alike. */
    static Class<?> elementType(Class<?> type) {
        return type == Integer.class ? int.class : type == Double.class ? double.class : type;
    }

    private void problem(String path, String value, String expected) {
        problems.add(Problems.line(path, value, expected));
    }
}
