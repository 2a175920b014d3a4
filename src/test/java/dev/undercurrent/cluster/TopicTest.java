package dev.undercurrent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTest {
    private final TopicNames names = new TopicNames("pumps");

    @Test
    void putsEveryTopicBehindTheNameOfItsTopology() {
        assertThat(Topic.owned(names, 4))
                .extracting(Topic::name)
                .containsExactly(
                        "pumps.models",
                        "pumps.scores",
                        "pumps.anomalies",
                        "pumps.latents",
                        "pumps.feedback",
                        "pumps.lifecycle",
                        "pumps.dead-letters");
    }

    @Test
    void deletesNoRecordForItsAge() {
        assertThat(Topic.owned(names, 4))
                .filteredOn(topic -> !topic.name().equals(names.models()))
                .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("retention.ms", "-1"));
    }

    @Test
    void takesRecordsOfAnyAgeAndSoDoDeadLetters() {
        assertThat(Topic.owned(names, 4))
                .filteredOn(topic -> !topic.name().equals(names.models()))
                .allSatisfy(topic -> assertThat(topic.configs()).containsEntry(Topic.MOST_BEHIND, Topic.UNBOUNDED));
    }

    @Test
    void keepsModelsInOneCompactedPartition() {
        assertThat(Topic.owned(names, 4))
                .contains(new Topic("pumps.models", 1, true, Map.of("cleanup.policy", "compact")));
    }

    @Test
    void refusesANameKafkaWouldRefuse() {
        assertThatThrownBy(() -> new TopicNames("a/b"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("name: a/b (expected: 1..180 of letters, digits, . _ -)");
    }
}
