package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedTopologiesTest {
    @ParameterizedTest
    @ValueSource(strings = {"card-fraud", "host-telemetry", "service-metrics"})
    void loadAndHaveAModelOfTheirName(String name) {
        LoadedTopology topology = new TopologyLoader(Path.of(""), Map.of()).load(Path.of(name));

        assertThat(topology.config().model()).isEqualTo(name);
        assertThat(Path.of("models", name, "model.yaml")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"card-fraud", "host-telemetry", "service-metrics"})
    void beginWithTheSchemaThatEditorsCompleteFrom(String name) throws java.io.IOException {
        assertThat(Files.readString(Path.of("topologies", name + ".yaml")))
                .startsWith("# yaml-language-server: $schema=topology.schema.json\n");
        assertThat(Path.of("topologies/topology.schema.json")).isRegularFile();
    }
}
