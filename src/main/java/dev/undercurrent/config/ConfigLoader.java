package dev.undercurrent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads one kind of configuration file. Environment variables are laid over the file, the file over the defaults.
 * Thread-safe.
 *
 * @param <T> the record that a whole file is bound to
 */
public final class ConfigLoader<T extends Record> {
    private final Class<T> type;
    private final Defaults defaults;
    private final String prefix;
    private final Map<String, String> environment;

    /**
     * @param prefix of the environment variables that override scalar properties, such as {@code UNDERCURRENT_}
     * @param environment all variables; those without the prefix, or that name no scalar property, are not looked at
     */
    public ConfigLoader(Class<T> type, Defaults defaults, String prefix, Map<String, String> environment) {
        this.type = type;
        this.defaults = defaults;
        this.prefix = prefix;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException with every problem of the file in the file's order
     */
    public T load(Path file) {
        return parse(YamlReader.text(file));
    }

    /**
     * Reads the text of a file.
     *
     * @throws ConfigException with every problem of the text in its order
     */
    public T parse(String yaml) {
        ObjectNode given = YamlReader.read(yaml);
        Map<String, Integer> positions = new HashMap<>();
        number("", given, positions);
        ObjectNode values = defaults.values();
        Map<String, String> variables = new HashMap<>();
        override("", type, values, given, variables);
        RecordBinder binder = new RecordBinder();
        T bound = binder.bind("", type, given, values);
        if (bound == null || !binder.problems().isEmpty()) {
            throw new ConfigException(inOrder(binder.problems(), positions, variables));
        }
        return bound;
    }

    /** Gives every path of the file its place in the file. */
    private static void number(String path, JsonNode node, Map<String, Integer> positions) {
        positions.put(path, positions.size());
        node.properties().forEach(entry -> number(Problems.path(path, entry.getKey()), entry.getValue(), positions));
    }

    /** Puts variables in the file's place, section by section; named entries and lists have none. */
    private void override(
            String path, Class<?> section, JsonNode values, ObjectNode given, Map<String, String> variables) {
        for (RecordComponent component : section.getRecordComponents()) {
            String name = Spelling.kebab(component.getName());
            String child = Problems.path(path, name);
            String variable = prefix + Spelling.environment(child);
            if (component.getType().isRecord()) {
                JsonNode below = given.path(name);
                ObjectNode target = below instanceof ObjectNode existing ? existing : given.objectNode();
                override(child, component.getType(), values.path(name), target, variables);
                if (below instanceof MissingNode && !target.isEmpty()) {
                    given.set(name, target);
                }
            } else if (Scalar.is(component.getType()) && environment.containsKey(variable)) {
                given.set(name, Scalar.parse(component.getType(), environment.getOrDefault(variable, "")));
                variables.put(child, variable);
            }
        }
    }

    private static List<String> inOrder(
            List<String> problems, Map<String, Integer> positions, Map<String, String> variables) {
        List<String> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(line -> position(pathOf(line), positions)));
        sorted.replaceAll(line -> {
            String path = pathOf(line);
            return variables.getOrDefault(path, path) + line.substring(path.length());
        });
        return sorted;
    }

    private static String pathOf(String line) {
        return line.substring(0, Math.max(0, line.indexOf(": ")));
    }

    /** The place of the path, or of the nearest section around it. */
    private static int position(String path, Map<String, Integer> positions) {
        String nearest = path.replaceFirst("\\[\\d+]$", "");
        while (!positions.containsKey(nearest)) {
            nearest = nearest.substring(0, Math.max(0, nearest.lastIndexOf('.')));
        }
        return positions.getOrDefault(nearest, 0);
    }
}
