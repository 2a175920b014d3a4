package dev.undercurrent.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.config.Problems;
import dev.undercurrent.topology.TopologyConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows lie that a topology keeps in stores, changelogs and repartitions: what decides which value stands at
 * which position, and what it is, by its path in the topology's file. Rows carry no names, so that rows of another
 * layout cannot be told by looking at them. Immutable; the parts keep the file's order, which is the rows'.
 */
final class StateLayout {
    static final String FEATURES = "features.";
    static final String WINDOWS = "windows.";

    private static final String ABSENT = "absent";

    /** That of no rows. */
    static final StateLayout NONE = new StateLayout(Map.of());

    private final Map<String, String> parts;

    /** @param parts a short text by its path */
    StateLayout(Map<String, String> parts) {
        this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** The layout of what a topology keeps that is declared so. */
    static StateLayout of(TopologyConfig config) {
        return new LayoutCompiler(config).compile();
    }

    /** Whether it is {@link #NONE}. */
    boolean isNone() {
        return parts.isEmpty();
    }

    /** The names of its window groups, in their order. */
    List<String> windows() {
        return names(WINDOWS);
    }

    /**
     * A line {@code path: value (expected: value of the other)} for every difference; none where rows written by the
     * other layout are read rightly by this one.
     *
     * @param origin says what the other is, behind its values
     */
    List<String> differences(StateLayout other, String origin) {
        List<String> lines = new ArrayList<>();
        Set<String> paths = new LinkedHashSet<>(parts.keySet());
        paths.addAll(other.parts.keySet());
        for (String path : paths) {
            String here = parts.getOrDefault(path, ABSENT);
            String there = other.parts.getOrDefault(path, ABSENT);
            if (!here.equals(there)) {
                lines.add(Problems.line(path, here, there + origin));
            }
        }
        for (String prefix : List.of(FEATURES, WINDOWS)) {
            List<String> here = names(prefix);
            List<String> there = other.names(prefix);
            here.retainAll(there);
            there.retainAll(here);
            if (!here.equals(there)) {
                String path = prefix.substring(0, prefix.length() - 1);
                lines.add(Problems.line(path, String.join(", ", here), String.join(", ", there) + origin));
            }
        }
        return lines;
    }

    private List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        for (String path : parts.keySet()) {
            if (path.startsWith(prefix)) {
                names.add(path.substring(prefix.length()));
            }
        }
        return names;
    }

    /** Its parts as an object of texts. */
    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parts.forEach(json::put);
        return json;
    }

    /** What {@link #toJson} wrote; empty if that is something else. */
    static Optional<StateLayout> ofJson(JsonNode json) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> part : json.properties()) {
            if (!part.getValue().isTextual()) {
                return Optional.empty();
            }
            parts.put(part.getKey(), part.getValue().textValue());
        }
        return json.isObject() ? Optional.of(new StateLayout(parts)) : Optional.empty();
    }
}
