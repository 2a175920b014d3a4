package dev.undercurrent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of a configuration file: structure and types from its record, descriptions and
 * default values from its file of defaults. Editors complete and check files by it; the loader is stricter.
 */
public final class RecordSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Defaults defaults;

    private RecordSchema(Defaults defaults) {
        this.defaults = defaults;
    }

    /** The schema as indented JSON that ends with a line break. */
    public static String of(Class<? extends Record> type, String title, Defaults defaults) {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(new RecordSchema(defaults).section("", type, defaults.values()));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot fail to be written", e);
        }
    }

    private ObjectNode section(String path, Class<?> type, JsonNode values) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = Spelling.kebab(component.getName());
            JsonNode value = values.path(name);
            properties.set(name, property(Problems.path(path, name), component.getGenericType(), value));
            if (value.isMissingNode() || (component.getType().isRecord() && needsValues(component.getType(), value))) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static boolean needsValues(Class<?> section, JsonNode values) {
        for (RecordComponent component : section.getRecordComponents()) {
            if (values.path(Spelling.kebab(component.getName())).isMissingNode()) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode property(String path, Type type, JsonNode value) {
        ObjectNode schema = NODES.objectNode();
        String description = defaults.description(path);
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? entries(path, (Class<?>) arguments[1], value, schema)
                    : list((Class<?>) arguments[0], value, schema);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return schema.setAll(section(path, plain, value));
        }
        schema.setAll(scalar(plain));
        return value.isMissingNode() ? schema : schema.set("default", value);
    }

    private ObjectNode entries(String path, Class<?> type, JsonNode value, ObjectNode schema) {
        String template = Problems.path(path, RecordBinder.TEMPLATE);
        ObjectNode entry = NODES.objectNode().put("description", defaults.description(template));
        entry.setAll(section(template, type, value.path(RecordBinder.TEMPLATE)));
        schema.put("type", "object");
        schema.putObject("propertyNames").put("pattern", "^" + RecordBinder.ENTRY_NAME + "$");
        return schema.set("additionalProperties", entry);
    }

    private static ObjectNode list(Class<?> type, JsonNode value, ObjectNode schema) {
        schema.put("type", "array");
        schema.set("items", scalar(RecordBinder.elementType(type)));
        return value.isMissingNode() ? schema : schema.set("default", value);
    }

    private static ObjectNode scalar(Class<?> type) {
        ObjectNode schema = NODES.objectNode();
        if (type.isEnum()) {
            return enumeration(type, schema);
        }
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == long.class) {
            return schema.put("type", "integer");
        }
        if (type == double.class) {
            return schema.put("type", "number");
        }
        schema.put("type", "string");
        return type == String.class
                ? schema.put("minLength", 1)
                : schema.put("pattern", "^-?P(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$");
    }

    /** Spellings; {@code true} and {@code false} as what YAML makes of them. */
    private static ObjectNode enumeration(Class<?> type, ObjectNode schema) {
        ArrayNode values = schema.putArray("enum");
        for (String constant : Scalar.constants(type)) {
            if (constant.equals("true") || constant.equals("false")) {
                values.add(Boolean.parseBoolean(constant));
            } else {
                values.add(constant);
            }
        }
        return schema;
    }
}
