package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.config.Defaults;
import dev.undercurrent.config.RecordSchema;
import dev.undercurrent.vae.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the committed schemas against the records and defaults they come from. After a change of those, write them anew
 * with {@code mvn test -Dtest=SchemaFilesTest -Dundercurrent.schemas=write} and commit them.
 */
class SchemaFilesTest {
    @Test
    void theSchemaOfTopologiesIsThatOfTheRecords() throws IOException {
        isCommitted(
                "topologies/topology.schema.json",
                RecordSchema.of(TopologyConfig.class, "Undercurrent topology", Defaults.resource("/defaults.yaml")));
    }

    @Test
    void theSchemaOfModelsIsThatOfTheRecords() throws IOException {
        isCommitted(
                "models/model.schema.json",
                RecordSchema.of(ModelConfig.class, "Undercurrent model", Defaults.resource("/model-defaults.yaml")));
    }

    private static void isCommitted(String file, String schema) throws IOException {
        if (System.getProperty("undercurrent.schemas", "").equals("write")) {
            Files.writeString(Path.of(file), schema);
        }
        assertThat(Path.of(file)).hasContent(schema);
    }
}
