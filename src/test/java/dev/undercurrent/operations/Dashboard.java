package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One dashboard that is shipped.
 *
 * @param name its file's, without the ending
 * @param json as Grafana reads it
 */
record Dashboard(String name, ObjectNode json) {
    private static final Path FOLDER = Path.of("helm/undercurrent/dashboards");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENDING = ".json";

    /** All of them. */
    static List<Dashboard> shipped() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Dashboard> dashboards = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                dashboards.add(new Dashboard(
                        name.substring(0, name.length() - ENDING.length()), (ObjectNode) JSON.readTree(file.toFile())));
            }
            return dashboards;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that may be changed without changing this. */
    Dashboard copy() {
        return new Dashboard(name, json.deepCopy());
    }

    String uid() {
        return json.path("uid").asText();
    }

    /** Its panels, headings of rows among them. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.path("panels").forEach(panels::add);
        return panels;
    }

    /** Its panels that show something. */
    List<JsonNode> charts() {
        return panels().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** The expressions of a panel. */
    static List<String> expressions(JsonNode panel) {
        List<String> expressions = new ArrayList<>();
        panel.path("targets")
                .forEach(target -> expressions.add(target.path("expr").asText()));
        return expressions;
    }

    /** The expressions that mark moments in every panel, by name. */
    List<JsonNode> annotations() {
        List<JsonNode> annotations = new ArrayList<>();
        json.at("/annotations/list").forEach(annotations::add);
        return annotations;
    }

    /** An expression as Grafana asks it with all topologies and instances chosen. */
    static String filledIn(String expression, String rateInterval, String range) {
        return expression
                .replace("$__rate_interval", rateInterval)
                .replace("$__range", range)
                .replace("$topology", ".*")
                .replace("$instance", ".*");
    }
}
