package dev.undercurrent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsumerPropertiesTest {
    @Test
    void takesFromTheClientAllButItsGroup() {
        assertThat(ConsumerProperties.groupless(Map.of(
                        "bootstrap.servers", "one:9092",
                        "security.protocol", "SSL",
                        "group.id", "readers",
                        "group.protocol", "streams",
                        "isolation.level", "read_uncommitted")))
                .isEqualTo(Map.of(
                        "bootstrap.servers",
                        "one:9092",
                        "security.protocol",
                        "SSL",
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false));
    }
}
