package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chart's values: what values.yaml says of each in the comment above it. Immutable. */
final class ChartValues {
    private static final Pattern PROPERTY = Pattern.compile("( *)([A-Za-z0-9_.-]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

    private final JsonNode values;
    private final Map<String, String> descriptions;

    /** One value: its dotted path, its default as JSON, and what it is. */
    record Value(String path, String text, String description) {}

    private ChartValues(JsonNode values, Map<String, String> descriptions) {
        this.values = values;
        this.descriptions = descriptions;
    }

    static ChartValues read(Path file) throws IOException {
        return new ChartValues(new YAMLMapper().readTree(file.toFile()), descriptions(Files.readAllLines(file)));
    }

    Optional<String> description(String path) {
        return Optional.ofNullable(descriptions.get(path));
    }

    /** All values in the file's order; a section whose entries have comments of their own is its entries. */
    List<Value> leaves() {
        List<Value> leaves = new ArrayList<>();
        leaves("", values, leaves);
        return leaves;
    }

    private void leaves(String path, JsonNode section, List<Value> leaves) {
        section.properties().forEach(entry -> {
            String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode value = entry.getValue();
            boolean described =
                    value.isObject() && descriptions.keySet().stream().anyMatch(other -> other.startsWith(child + "."));
            if (described) {
                leaves(child, value, leaves);
            } else {
                String text = value.isTextual() && value.asText().isEmpty() ? "\"\"" : value.toString();
                leaves.add(new Value(child, text, descriptions.getOrDefault(child, "")));
            }
        });
    }

    private static Map<String, String> descriptions(List<String> lines) {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> parents = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        for (String line : lines) {
            Matcher remark = COMMENT.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (remark.matches()) {
                comment.add(remark.group(1));
            } else if (line.isBlank()) {
                comment.clear(); // the heading of the file
            } else if (property.matches()) {
                int depth = property.group(1).length() / 2;
                while (parents.size() > depth) {
                    parents.removeLast();
                }
                parents.addLast(property.group(2));
                if (!comment.isEmpty()) {
                    found.put(String.join(".", parents), String.join(" ", comment));
                }
                comment.clear();
            }
        }
        return found;
    }
}
