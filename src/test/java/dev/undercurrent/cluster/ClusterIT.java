package dev.undercurrent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(folder);
        cluster = Cluster.of(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        broker.close();
    }

    @Test
    void createsWhatATopologyNeedsAndLeavesItAloneAfterwards() {
        TopicNames names = new TopicNames("first");
        cluster.awaitReachable(Duration.ofSeconds(30));
        cluster.ensure(names, source("payments", 3));
        cluster.ensure(names, source("payments", 5));
        assertThat(cluster.partitions("payments")).isEqualTo(3);
        assertThat(cluster.partitions(names.scores())).isEqualTo(3);
        assertThat(cluster.partitions(names.models())).isEqualTo(1);
        assertThat(cluster.partitions(names.deadLetters())).isEqualTo(3);
        assertThat(cluster.has(names.feedback())).isTrue();
        assertThat(cluster.has("nothing")).isFalse();
    }

    @Test
    void namesEveryExistingTopicThatDoesNotFit() {
        TopicNames names = new TopicNames("second");
        cluster.ensure(List.of(
                new Topic(names.models(), 2, false, Map.of()),
                new Topic(names.scores(), 1, false, Map.of("cleanup.policy", "compact"))));
        assertThatThrownBy(() -> cluster.ensure(names, source("orders", 1)))
                .isInstanceOf(ClusterException.class)
                .hasMessage("""
                        topic second.models.partitions: 2 (expected: 1); delete the topic or give the topology another name
                        topic second.models.cleanup.policy: delete (expected: compact); change it with kafka-configs
                        topic second.scores.cleanup.policy: compact (expected: delete); change it with kafka-configs""".stripIndent());
    }

    @Test
    void letsOutputsBeAsFarAheadAsEvents() throws Exception {
        broker.set("log.message.timestamp.after.max.ms", "3600000");
        TopicNames names = new TopicNames("third");
        cluster.ensure(names, source("clocks", 1));
        List<String> topics = List.of(names.scores(), "kept-before", "not-there");
        cluster.ensure(List.of(new Topic("kept-before", 1, false, Map.of())));
        TopicSettings settings = cluster.settings();
        settings.requireTimes(topics, Duration.ofHours(1));
        assertThatThrownBy(() -> settings.requireTimes(topics, Duration.ofHours(2)))
                .isInstanceOf(ClusterException.class)
                .hasMessage("topic kept-before.message.timestamp.after.max.ms: 3600000 (expected: at least 7200000,"
                        + " as source.max-ahead is PT2H); change it with kafka-configs");
        Map<String, String> stamped = Map.of("message.timestamp.type", "LogAppendTime");
        cluster.ensure(List.of(new Topic("stamped", 1, false, stamped)));
        settings.requireTimes(List.of("stamped"), Duration.ofHours(2));
    }

    @Test
    void letsOutputsBeAsOldAsEvents() throws Exception {
        broker.set("log.message.timestamp.before.max.ms", "86400000");
        TopicNames names = new TopicNames("fourth");
        cluster.ensure(names, source("archive", 1));
        cluster.settings().requireTimes(List.of(names.scores(), names.deadLetters()), Duration.ZERO);
        broker.set("log.message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE));
        cluster.ensure(List.of(new Topic("of-an-hour", 1, false, Map.of(Topic.MOST_BEHIND, "3600000"))));
        assertThatThrownBy(() -> cluster.settings().requireTimes(List.of("of-an-hour"), Duration.ZERO))
                .isInstanceOf(ClusterException.class)
                .hasMessage("topic of-an-hour.message.timestamp.before.max.ms: 3600000 (expected: 9223372036854775807,"
                        + " as events may be old); change it with kafka-configs");
    }

    @Test
    void raisesWhatABuildBeforeHasMadeSmaller() {
        TopicSettings settings = cluster.settings();
        cluster.ensure(List.of(
                new Topic("small", 1, false, Map.of("max.message.bytes", "1000")),
                new Topic("large", 1, false, Map.of("max.message.bytes", "9000000"))));
        settings.raise(List.of("small", "large", "not-there"), Map.of("max.message.bytes", 5_000_000L));
        assertThat(settings.largestRecord("small")).isEqualTo(5_000_000);
        assertThat(settings.largestRecord("large")).isEqualTo(9_000_000);
        settings.raise(List.of("small"), Map.of("max.message.bytes", 1L << 40)); // more than brokers let be set
        assertThat(settings.largestRecord("small")).isEqualTo(5_000_000);
    }

    @Test
    void givesUpOnABrokerThatDoesNotAnswer() {
        try (Cluster nobody = Cluster.of(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            assertThatThrownBy(() -> nobody.awaitReachable(Duration.ofSeconds(1)))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage("bootstrap-server: 127.0.0.1:1 (expected: a reachable Kafka broker within PT1S);"
                            + " start it or check the address");
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> Cluster.of(Map.of("bootstrap.servers", "nonsense")))
                .isInstanceOf(ClusterException.class)
                .hasMessage("bootstrap-server: nonsense (expected: host:port,... and client properties Kafka accepts);"
                        + " Invalid url in bootstrap.servers: nonsense");
    }

    private static SourceConfig source(String topic, int partitions) {
        return new SourceConfig(
                topic,
                SourceConfig.Format.JSON,
                "/key",
                "/time",
                "record",
                false,
                partitions,
                "earliest",
                Duration.ZERO,
                Duration.ZERO,
                1 << 20);
    }
}
