package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the chart's README and schema against values.yaml and the product's own properties. After a change of those,
 * write them anew with {@code mvn test -Dtest=ChartFilesTest -Dundercurrent.rewrite=true} and commit them.
 */
class ChartFilesTest {
    private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
    private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");
    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final String BEGIN = "<!-- values -->\n";
    private static final String END = "<!-- end of values -->\n";

    private final ObjectMapper json = new ObjectMapper();
    private final YAMLMapper yaml = new YAMLMapper();

    @Test
    void theReadmeListsTheValues() throws IOException {
        ChartValues values = ChartValues.read(VALUES);
        StringBuilder table = new StringBuilder("| value | default | what it is |\n|---|---|---|\n");
        for (ChartValues.Value value : values.leaves()) {
            table.append("| `" + value.path() + "` | `" + value.text() + "` | " + value.description() + " |\n");
        }
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String expected = readme.substring(0, begin) + table + readme.substring(readme.indexOf(END));
        isCommitted(README, expected);
    }

    @Test
    void theSchemaKnowsExactlyTheValuesAndTheSettingsOfTheProduct() throws IOException {
        ChartValues values = ChartValues.read(VALUES);
        ObjectNode schema = (ObjectNode) json.readTree(SCHEMA.toFile());
        ObjectNode properties = (ObjectNode) schema.path("properties");
        ObjectNode settings =
                scalars(json.readTree(Path.of("topologies/topology.schema.json").toFile()));
        ((ObjectNode) settings.path("properties")).remove("web"); // the chart's own, by which its probes ask
        properties.set("settings", settings);
        describe("", properties, values);
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        String text = json.writer(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(schema)
                + "\n";
        isCommitted(SCHEMA, text);
        List<String> paths = new ArrayList<>();
        paths("", yaml.readTree(VALUES.toFile()), schema, paths);
        assertThat(paths).isEmpty();
    }

    @Test
    void everyValueHasItsComment() throws IOException {
        assertThat(ChartValues.read(VALUES).leaves())
                .hasSizeGreaterThan(90)
                .allSatisfy(value ->
                        assertThat(value.description()).as(value.path()).endsWith("."));
    }

    @Test
    void everySectionOfTheSchemaIsStrict() throws IOException {
        List<String> lax = new ArrayList<>();
        assertThat(sections("", json.readTree(SCHEMA.toFile()), lax)).isGreaterThan(30);
        assertThat(lax).isEmpty();
    }

    @Test
    void theChartIsOfTheProductsVersion() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));
        assertThat(yaml.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile())
                        .path("appVersion")
                        .asText())
                .isEqualTo(version);
    }

    private static void isCommitted(Path file, String text) throws IOException {
        if (Boolean.getBoolean("undercurrent.rewrite")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }

    /** The scalar properties that variables can set; lists and named entries have none. */
    private ObjectNode scalars(JsonNode schema) {
        ObjectNode section = json.createObjectNode().put("type", "object");
        ObjectNode properties = section.putObject("properties");
        schema.path("properties").properties().forEach(entry -> {
            String type = entry.getValue().path("type").asText();
            boolean named = entry.getValue().path("additionalProperties").isObject();
            if (type.equals("object") && !named) {
                properties.set(entry.getKey(), scalars(entry.getValue()));
            } else if (!type.equals("object") && !type.equals("array")) {
                properties.set(entry.getKey(), entry.getValue());
            }
        });
        return section.put("additionalProperties", false);
    }

    private static void describe(String path, ObjectNode properties, ChartValues values) {
        properties.properties().forEach(entry -> {
            String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            ObjectNode schema = (ObjectNode) entry.getValue();
            values.description(child).ifPresent(text -> schema.put("description", text));
            if (!child.equals("settings") && schema.path("properties") instanceof ObjectNode below) {
                describe(child, below, values);
            }
        });
    }

    /** Counts the sections and finds those that let anything through. */
    private static int sections(String path, JsonNode schema, List<String> lax) {
        if (!(schema.path("properties") instanceof ObjectNode properties)) {
            return 0;
        }
        if (schema.path("additionalProperties").asBoolean(true)) {
            lax.add(path);
        }
        int count = 1;
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            count += sections(path + "." + entry.getKey(), entry.getValue(), lax);
        }
        return count;
    }

    /** Finds where values and schema differ; probes and resources may leave out what they do not set. */
    private static void paths(String path, JsonNode value, JsonNode schema, List<String> wrong) {
        if (!(schema.path("properties") instanceof ObjectNode properties) || value.isEmpty()) {
            return;
        }
        value.fieldNames().forEachRemaining(name -> {
            if (!properties.has(name)) {
                wrong.add(path + "." + name + ": not in the schema");
            } else {
                paths(path + "." + name, value.path(name), properties.path(name), wrong);
            }
        });
        boolean opaque = path.startsWith(".probes.") || path.equals(".resources");
        properties.fieldNames().forEachRemaining(name -> {
            if (!value.has(name) && !opaque && !name.equals("global")) {
                wrong.add(path + "." + name + ": not in values.yaml");
            }
        });
    }
}
