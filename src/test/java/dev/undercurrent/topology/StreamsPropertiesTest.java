package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
    private static final RuntimeConfig RUNTIME = new RuntimeConfig(
            RuntimeConfig.Guarantee.EXACTLY_ONCE, 1, Duration.ofMillis(100), 1, 128 << 20, Duration.ofMinutes(2));

    @Test
    void boundsWhatARestoreReadsBeyondTheRowsThatLive() {
        assertThat(StreamsProperties.of("readings", "one", RUNTIME, Path.of("state"), Map.of()))
                .containsEntry("topic.segment.bytes", 32 << 20)
                .containsEntry("num.standby.replicas", 1);
    }

    @Test
    void letsTheUserHaveTheLastWord() {
        assertThat(StreamsProperties.of(
                        "readings", "one", RUNTIME, Path.of("state"), Map.of("topic.segment.bytes", "1048576")))
                .containsEntry("topic.segment.bytes", "1048576");
    }
}
