package dev.undercurrent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads one YAML document into a tree, without what makes YAML treacherous: properties given twice, anchors (a bomb in
 * the wrong hands, and Jackson takes an alias for a text), several documents, huge files. Not thread-safe: lives within
 * one reading.
 */
final class YamlReader {
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_DEPTH = 32;
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Problems problems = new Problems("");
    private final YAMLParser parser;

    private YamlReader(YAMLParser parser) {
        this.parser = parser;
    }

    /** The file as strict UTF-8. */
    static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw problem(file.toString(), "no such file", "a YAML file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw problem(file.toString(), Files.size(file) + " bytes", "at most " + MOST_BYTES);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem(file.toString(), "bytes that are no UTF-8", "a YAML file in UTF-8");
        } catch (IOException e) {
            throw problem(file.toString(), "not readable", "a file this user may read");
        }
    }

    /** The document's root; an empty mapping for an empty document. */
    static ObjectNode read(String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlReader(parser).document();
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("broken");
            throw problem("line " + line(e), what, "YAML");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private ObjectNode document() throws IOException {
        if (parser.nextToken() == null) {
            return NODES.objectNode();
        }
        JsonNode root = node("", 0);
        if (parser.nextToken() != null) {
            problems.add(Problems.line("line " + lineNumber(), "a second document", "one document"));
        }
        if (!(root instanceof ObjectNode mapping)) {
            problems.add(Problems.line("line 1", "no properties", "a mapping of properties"));
            problems.throwIfAny();
            throw new IllegalStateException("unreachable");
        }
        problems.throwIfAny();
        return mapping;
    }

    private JsonNode node(String path, int depth) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.add(Problems.line(
                    path.isEmpty() ? "line " + lineNumber() : path, "an anchor or alias", "the value itself"));
        }
        if (depth > MOST_DEPTH) {
            throw problem("line " + lineNumber(), "nested deeper than " + MOST_DEPTH, "a flatter file");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(path, depth);
            case START_ARRAY -> sequence(path, depth);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(parser.getText());
        };
    }

    private ObjectNode mapping(String path, int depth) throws IOException {
        ObjectNode mapping = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String child = Problems.path(path, name);
            parser.nextToken();
            JsonNode value = node(child, depth + 1);
            if (mapping.has(name)) {
                problems.add(Problems.line(child, "given twice", "once"));
            } else {
                mapping.set(name, value);
            }
        }
        return mapping;
    }

    private ArrayNode sequence(String path, int depth) throws IOException {
        ArrayNode sequence = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sequence.add(node(path + "[" + sequence.size() + "]", depth + 1));
        }
        return sequence;
    }

    /** The number as written; its text where it is none after all, such as {@code .nan}. */
    private JsonNode number() throws IOException {
        try {
            return NODES.numberNode(parser.getDecimalValue());
        } catch (NumberFormatException | JsonProcessingException e) {
            return NODES.textNode(parser.getText());
        }
    }

    private int lineNumber() {
        return parser.currentLocation().getLineNr();
    }

    private static ConfigException problem(String where, String value, String expected) {
        return new ConfigException(List.of(Problems.line(where, value, expected)));
    }
}
