package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEstimateTest {
    private static final String YAML = """
            source: {topic: payments, key: /customer, keyed: true}
            features: {amount: {}}
            windows: {own: {over: [PT1H], add: [%s]}}
            runtime: {threads: %d}
            """;

    @TempDir
    Path folder;

    @Test
    void everyStreamThreadSendsByAProducerOfItsOwn() throws IOException {
        assertThat(estimate("count", 3)).containsEntry("records on their way to brokers, at most", 3 * (32L << 20));
    }

    @Test
    void anEntryKeepsTheFieldsItsAggregatesAreOf() throws IOException {
        assertThat(estimate("count", 1)).containsEntry("window own, an event in memory", 16L);
        assertThat(estimate("mean(amount)", 1)).containsEntry("window own, an event in memory", 24L);
    }

    @Test
    void aKeyHasRoomForMoreWhereDistinctValuesAreCounted() throws IOException {
        String key = "window own, a key in memory";

        assertThat(estimate("distinct(amount)", 1).get(key))
                .isGreaterThan(estimate("mean(amount)", 1).get(key));
    }

    private Map<String, Long> estimate(String aggregate, int threads) throws IOException {
        Path file = Files.writeString(folder.resolve("card.yaml"), YAML.formatted(aggregate, threads));
        return MemoryEstimate.of(new TopologyLoader(folder, Map.of()).load(file));
    }
}
