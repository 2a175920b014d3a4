package dev.undercurrent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Infers a topology for every labelled set in the folder that {@code UNDERCURRENT_DATA} names. */
class SharedDataTest {
    private static final Path DATA = Path.of(System.getProperty(
            "UNDERCURRENT_DATA", System.getenv().getOrDefault("UNDERCURRENT_DATA", "../shared/data")));

    @TestFactory
    Stream<DynamicTest> whatIsInferredLoadsAndLeavesLabelsOut() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no folder " + DATA + "; set UNDERCURRENT_DATA to one with labelled sets");
        try (Stream<Path> files = Files.list(DATA)) {
            List<Path> sets = files.filter(file -> file.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
            assertThat(sets).isNotEmpty();
            return sets.stream()
                    .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> isUsable(file)));
        }
    }

    private static void isUsable(Path file) throws IOException {
        String yaml = TopologyInference.ofFile(file);
        String name = TopologyInference.name(file);
        String folder = System.getProperty("undercurrent.inferred", "");
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder).resolve(name + ".yaml"), yaml);
        }
        LoadedTopology topology = new TopologyLoader(Path.of(""), Map.of()).parse(name, yaml);

        assertThat(topology.config().source().time()).isEqualTo("/timestamp");
        assertThat(topology.config().features()).isNotEmpty().doesNotContainKeys("label", "timestamp", "key");
        assertThat(yaml).contains("  # /label left out: a label: what is to be found is never looked at\n");
    }
}
