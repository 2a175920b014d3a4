package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Kubernetes would make of a rendered pod: its ConfigMaps and Secrets as files below a folder, its arguments and
 * its variables. Absolute paths of the container become paths below the folder, in texts too.
 */
final class Mounted {
    private static final String POD = "fraud-undercurrent-0";

    private final JsonNode container;
    private final JsonNode volumes;
    private final Path root;

    private Mounted(JsonNode pod, Path root) {
        container = pod.at("/spec/containers/0");
        volumes = pod.at("/spec/volumes");
        this.root = root;
    }

    /**
     * Writes the files.
     *
     * @param foreign ConfigMaps and Secrets of others, by name and key
     */
    static Mounted layOut(List<JsonNode> manifests, Map<String, Map<String, String>> foreign, Path root)
            throws IOException {
        Map<String, Map<String, String>> sources = new HashMap<>(foreign);
        for (JsonNode map : Chart.all(manifests, "ConfigMap")) {
            Map<String, String> data = new HashMap<>();
            map.path("data")
                    .properties()
                    .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
            sources.put(Chart.name(map), data);
        }
        Mounted mounted = new Mounted(Chart.pod(Chart.one(manifests, "StatefulSet")), root);
        mounted.write(sources);
        return mounted;
    }

    /** The arguments of the main container. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        container.path("args").forEach(one -> arguments.add(below(one.asText().replace("$(POD_NAME)", POD))));
        return arguments;
    }

    /** The variables of the main container that are given as texts. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        for (JsonNode one : container.path("env")) {
            if (one.has("value")) {
                variables.put(one.path("name").asText(), one.path("value").asText());
            }
        }
        return variables;
    }

    /** Where a path of the container lies. */
    Path path(String inContainer) {
        return Path.of(below(inContainer));
    }

    private void write(Map<String, Map<String, String>> sources) throws IOException {
        for (JsonNode mount : container.path("volumeMounts")) {
            JsonNode volume = volume(mount.path("name").asText());
            Path folder = Files.createDirectories(path(mount.path("mountPath").asText()));
            String name = volume.at("/configMap/name").asText()
                    + volume.at("/secret/secretName").asText();
            Map<String, String> data = sources.getOrDefault(name, Map.of());
            Map<String, String> paths = new HashMap<>();
            volume.findPath("items")
                    .forEach(item -> paths.put(
                            item.path("key").asText(), item.path("path").asText()));
            if (paths.isEmpty()) {
                data.keySet().forEach(key -> paths.put(key, key));
            }
            for (Map.Entry<String, String> item : paths.entrySet()) {
                Path file = folder.resolve(item.getValue());
                Files.createDirectories(file.getParent());
                Files.writeString(file, below(data.getOrDefault(item.getKey(), "")));
            }
        }
    }

    private JsonNode volume(String name) {
        for (JsonNode volume : volumes) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        return volumes.path(-1); // a claim of the StatefulSet's
    }

    private String below(String text) {
        return text.replaceAll("(?<![A-Za-z0-9])/(etc|var/lib)/", root + "/$1/");
    }
}
