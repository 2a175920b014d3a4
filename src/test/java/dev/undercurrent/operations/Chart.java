package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Helm chart, rendered by Helm inside this process. Immutable. */
final class Chart {
    static final Path FOLDER = Path.of("helm/undercurrent");
    static final String RELEASE = "fraud";
    static final String NAMESPACE = "streaming";
    private static final String KUBERNETES = "1.34.0";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path folder;

    private Chart(Path folder) {
        this.folder = folder;
    }

    /** The chart as it is committed. */
    static Chart committed() {
        return new Chart(FOLDER);
    }

    /**
     * A copy that also renders what Helm's {@code template} leaves out: the pod of {@code helm test}, which is a hook,
     * and the notes, as a ConfigMap named notes.
     */
    static Chart whole(Path folder) throws IOException {
        Path copy = copy(folder);
        Path templates = copy.resolve("templates");
        String pod = Files.readString(templates.resolve("tests/ready.yaml"));
        Files.delete(templates.resolve("tests/ready.yaml"));
        Files.writeString(templates.resolve("ready.yaml"), pod.replaceAll("\"helm.sh/", "\"example.org/"));
        Files.move(templates.resolve("NOTES.txt"), copy.resolve("notes.txt"));
        Files.writeString(templates.resolve("notes.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: notes}
                data: {text: {{ tpl (.Files.Get "notes.txt") . | quote }}}
                """);
        return new Chart(copy);
    }

    /** A copy that may be changed. */
    static Path copy(Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("undercurrent"));
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    static Chart in(Path folder) {
        return new Chart(folder);
    }

    /** The sets of values that are kept with the chart. */
    static List<Path> valueSets() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            return files.filter(file -> file.toString().endsWith("-values.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path valueSet(String name) {
        return FOLDER.resolve("ci").resolve(name + "-values.yaml");
    }

    /** The manifests of a set of values. */
    List<JsonNode> render(Path values) {
        return render(RELEASE, values, Map.of());
    }

    /**
     * The manifests of a set of values under further ones.
     *
     * @param set as of {@code --set}
     * @throws IllegalStateException with Helm's message
     */
    List<JsonNode> render(String release, Path values, Map<String, String> set) {
        TemplateCommand template = new Helm(folder)
                .template()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values);
        set.forEach(template::set);
        return documents(template.call());
    }

    /** The manifests of the minimal values under further ones. */
    List<JsonNode> render(Map<String, String> set) {
        return render(RELEASE, valueSet("minimal"), set);
    }

    /** What Helm finds fault with when {@code values} are the chart's own. */
    static LintResult lint(Path values, Path folder) throws IOException {
        Path copy = copy(folder);
        Path defaults = copy.resolve("values.yaml");
        JsonNode merged = merge((ObjectNode) YAML.readTree(defaults.toFile()), YAML.readTree(values.toFile()));
        YAML.writeValue(defaults.toFile(), merged);
        return new Helm(copy).lint().strict().call();
    }

    static List<JsonNode> documents(String text) {
        List<JsonNode> found = new ArrayList<>();
        for (String part : text.split("(?m)^---\\s*$")) {
            try {
                JsonNode document = YAML.readTree(part);
                if (document != null && document.isObject()) {
                    found.add(document);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(part, e);
            }
        }
        return found;
    }

    static List<JsonNode> all(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(one -> one.path("kind").asText().equals(kind))
                .toList();
    }

    /** The only one of its kind. */
    static JsonNode one(List<JsonNode> manifests, String kind) {
        List<JsonNode> found = all(manifests, kind);
        if (found.size() != 1) {
            throw new AssertionError(kind + ": " + found.size() + " (expected: 1)");
        }
        return found.get(0);
    }

    /** The one of a kind and name. */
    static JsonNode one(List<JsonNode> manifests, String kind, String name) {
        return one(manifests.stream().filter(each -> name(each).equals(name)).toList(), kind);
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    /** The pod a manifest makes; missing where it makes none. */
    static JsonNode pod(JsonNode manifest) {
        return manifest.path("kind").asText().equals("Pod") ? manifest : manifest.at("/spec/template");
    }

    private static JsonNode merge(ObjectNode below, JsonNode above) {
        above.properties().forEach(entry -> {
            JsonNode old = below.path(entry.getKey());
            below.set(
                    entry.getKey(),
                    old instanceof ObjectNode section && entry.getValue().isObject()
                            ? merge(section, entry.getValue())
                            : entry.getValue());
        });
        return below;
    }
}
