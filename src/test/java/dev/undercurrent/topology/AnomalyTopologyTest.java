package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The names of nodes, stores and repartitions of the shipped topologies: changing one loses what a running application
 * has stored under it. Where that is meant, {@code mvn test -Dtest=AnomalyTopologyTest -Dundercurrent.rewrite=true}
 * writes the texts anew.
 */
class AnomalyTopologyTest {
    private static final Pattern STORES = Pattern.compile("(?<=\\(stores: \\[)[^\\]]*");
    private static final Path TEXTS = Path.of("src/test/resources/dev/undercurrent/topology");

    @ParameterizedTest
    @ValueSource(strings = {"card-fraud", "host-telemetry", "service-metrics"})
    void describesAShippedTopologyAsStored(String name) throws IOException {
        String described = describe(name);
        Path stored = TEXTS.resolve(name + ".txt");
        if (Boolean.getBoolean("undercurrent.rewrite")) {
            Files.createDirectories(TEXTS);
            Files.writeString(stored, described);
        }
        assertThat(described).isEqualTo(Files.readString(stored));
    }

    @ParameterizedTest
    @CsvSource({
        "card-fraud, exactly-once, true",
        "service-metrics, exactly-once, true",
        "host-telemetry, exactly-once, false",
        "card-fraud, at-least-once, false"
    })
    void eventsWaitForCommitsWhereTheyPassARepartitionExactlyOnce(String name, String guarantee, boolean waits) {
        LoadedTopology topology = load(name, Map.of("UNDERCURRENT_RUNTIME_GUARANTEE", guarantee));
        AnomalyTopology stages = Pipeline.stages(topology);
        assertThat(stages.build(Pipeline.properties(topology))).isNotNull();

        assertThat(stages.waitsForCommits()).isEqualTo(waits);
    }

    private static LoadedTopology load(String name, Map<String, String> environment) {
        return new TopologyLoader(Path.of(""), environment).load(Path.of("topologies", name + ".yaml"));
    }

    private static String describe(String name) {
        String described = Pipeline.describe(load(name, Map.of()));
        return STORES.matcher(described).replaceAll(AnomalyTopologyTest::sorted);
    }

    /** A stage's stores have no order of their own: it differs from one JVM to the next. */
    private static String sorted(MatchResult stores) {
        return Arrays.stream(stores.group().split(", ", -1)).sorted().collect(Collectors.joining(", "));
    }
}
