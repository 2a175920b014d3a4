package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules that are shipped, and the cases they are tested by. */
final class Rules {
    static final Path FILE = Path.of("helm/undercurrent/rules/undercurrent.rules.yml");

    private static final Path CASES = Path.of("src/test/resources/dev/undercurrent/operations");
    private static final YAMLMapper YAML = new YAMLMapper();

    private Rules() {}

    /**
     * One expectation of an alert.
     *
     * @param alert its name
     * @param fires whether it is expected to fire
     */
    record Case(String alert, boolean fires) {}

    /** The whole file, for the caller to change. */
    static ObjectNode read() {
        return (ObjectNode) read(FILE);
    }

    /** Its alerts, in order; they write through to the file they were read from. */
    static List<ObjectNode> alerts(JsonNode file) {
        return rules(file, "alert");
    }

    /** Its recording rules, in order. */
    static List<ObjectNode> records(JsonNode file) {
        return rules(file, "record");
    }

    /** The files that promtool reads its cases from. */
    static List<Path> caseFiles() {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".test.yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All expectations of all files. */
    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Path file : caseFiles()) {
            for (JsonNode test : read(file).path("tests")) {
                for (JsonNode one : test.path("alert_rule_test")) {
                    cases.add(new Case(
                            one.path("alertname").asText(),
                            !one.path("exp_alerts").isEmpty()));
                }
            }
        }
        return cases;
    }

    /** Lays changed rules and the cases into a folder, where the cases find the rules; returns the cases. */
    static List<Path> copy(ObjectNode rules, Path folder) throws IOException {
        YAML.writeValue(folder.resolve(FILE.getFileName()).toFile(), rules);
        List<Path> copies = new ArrayList<>();
        for (Path file : caseFiles()) {
            String text =
                    Files.readString(file).replaceFirst("rule_files: .*", "rule_files: [" + FILE.getFileName() + "]");
            copies.add(Files.writeString(folder.resolve(file.getFileName()), text));
        }
        return copies;
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ObjectNode> rules(JsonNode file, String kind) {
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode group : file.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.has(kind)) {
                    found.add((ObjectNode) rule);
                }
            }
        }
        return found;
    }
}
