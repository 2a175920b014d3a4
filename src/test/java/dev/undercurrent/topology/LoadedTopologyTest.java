package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.model.Models;
import dev.undercurrent.testing.Readings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedTopologyTest {
    @TempDir
    Path folder;

    @Test
    void aModelOfOtherFeaturesScoresNothing() throws Exception {
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));

        assertThatThrownBy(() -> topology.scorers(Models.small(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model 3: 5 features of another topology (expected: the features of readings);"
                        + " it will be trained anew");
    }

    @Test
    void aVectorWithItsHistoryIsNoMoreThanARecord() {
        assertThat(ofTexts(40, 1_000).largestBetweenStages()).isBetween(30L << 20, 32L << 20);
        assertThatThrownBy(() -> ofTexts(50, 1_000))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "history: 1000 (expected: at most 831, as so many vectors of these features share a record)");
    }

    private LoadedTopology ofTexts(int categories, int history) {
        StringBuilder yaml =
                new StringBuilder("source: {topic: texts, key: /host}\nhistory: " + history + "\nfeatures:\n");
        for (int category = 0; category < categories; category++) {
            yaml.append("  text").append(category).append(": {type: category}\n");
        }
        return new TopologyLoader(folder, Map.of()).parse("texts", yaml.toString());
    }
}
