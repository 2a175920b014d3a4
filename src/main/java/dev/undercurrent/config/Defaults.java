package dev.undercurrent.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of defaults: the values, and each property's description, which is the one comment line above it. A property
 * without a default stands there as {@code #name: example}. Immutable.
 */
public final class Defaults {
    private static final Pattern PROPERTY = Pattern.compile("( *)#?\"?([a-z*-]+)\"?:.*");
    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");

    private final ObjectNode values;
    private final Map<String, String> descriptions;

    private Defaults(String text) {
        values = YamlReader.read(text);
        descriptions = describe(text);
    }

    /** @param resource absolute name on the class path, such as {@code /defaults.yaml} */
    public static Defaults resource(String resource) {
        try (InputStream stream = Defaults.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException(resource + ": missing (expected: a resource of the jar)");
            }
            return new Defaults(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException(resource + ": not readable (expected: a resource of the jar)", e);
        }
    }

    /** A copy of the values. */
    ObjectNode values() {
        return values.deepCopy();
    }

    /** What the property at the path is, or an empty text. */
    String description(String path) {
        return descriptions.getOrDefault(path, "");
    }

    private static Map<String, String> describe(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> parents = new ArrayDeque<>();
        String comment = "";
        for (String line : text.lines().toList()) {
            Matcher remark = COMMENT.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (remark.matches()) {
                comment = remark.group(1);
            } else if (property.matches()) {
                int depth = property.group(1).length() / 2;
                while (parents.size() > depth) {
                    parents.removeLast();
                }
                parents.addLast(property.group(2));
                found.put(String.join(".", parents), comment);
                comment = "";
            }
        }
        return Map.copyOf(found);
    }
}
