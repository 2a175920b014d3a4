package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
