package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
    private static final RuntimeConfig RUNTIME = runtime(RuntimeConfig.Guarantee.EXACTLY_ONCE);

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

    @Test
    void boundsWhatOneFetchBringsToTheStagesButNotToARestore() {
        StreamsConfig config = config(Map.of());

        assertThat(consumer(config))
                .containsEntry("fetch.max.bytes", 512 << 10)
                .containsEntry("max.partition.fetch.bytes", 128 << 10);
        assertThat(config.getRestoreConsumerConfigs("one")).doesNotContainKey("fetch.max.bytes");
    }

    @Test
    void letsTheUserHaveTheLastWordOnEachClientAndOnAll() {
        assertThat(consumer(config(Map.of("fetch.max.bytes", "7")))).containsEntry("fetch.max.bytes", "7");
        assertThat(consumer(config(Map.of("main.consumer.fetch.max.bytes", "8"))))
                .containsEntry("fetch.max.bytes", "8");
        assertThat(config(Map.of("linger.ms", "9")).getProducerConfigs("one")).containsEntry("linger.ms", "9");
    }

    @Test
    void tellsForHowLongAMemberThatHasStoppedIsStillOne() {
        assertThat(StreamsProperties.sessionTimeout(Map.of())).isEqualTo(Duration.ofSeconds(10));
        assertThat(consumer(config(Map.of()))).containsEntry("session.timeout.ms", 10_000);
        assertThat(StreamsProperties.sessionTimeout(
                        Map.of("session.timeout.ms", 7000, "main.consumer.session.timeout.ms", "45000")))
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void letsNobodyReadMetricsThatMayEndTheProcessUnlessTheUserDoes() {
        assertThat(config(Map.of()).getList("metric.reporters")).isEmpty();
        assertThat(config(Map.of()).getBoolean("enable.metrics.push")).isFalse();
        assertThat(config(Map.of("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter"))
                        .getList("metric.reporters"))
                .hasSize(1);
    }

    @Test
    void namesItsMembersToTheBrokersUnlessTheirProtocolKnowsNoNames() {
        assertThat(consumer(config(Map.of())))
                .containsEntry("group.instance.id", "one-0")
                .containsEntry("session.timeout.ms", 10_000);
        for (String protocol : List.of("streams", "STREAMS")) {
            Map<String, Object> client = Map.of("group.protocol", protocol);
            assertThat(StreamsProperties.hasStaticMembers(client)).isFalse();
            assertThat(config(client).originals())
                    .containsEntry("group.protocol", protocol)
                    .doesNotContainKeys(
                            "main.consumer.group.instance.id",
                            "main.consumer.session.timeout.ms",
                            "main.consumer.heartbeat.interval.ms");
        }
    }

    @Test
    void gathersRecordsForLongerWhereNothingIsReadBeforeACommit() {
        RuntimeConfig atLeastOnce = runtime(RuntimeConfig.Guarantee.AT_LEAST_ONCE);

        assertThat(config(RUNTIME, Map.of()).getProducerConfigs("one")).containsEntry("linger.ms", 10L);
        assertThat(config(atLeastOnce, Map.of()).getProducerConfigs("one")).containsEntry("linger.ms", 5L);
    }

    @Test
    void commitsLessOftenWhereNobodyWaitsForItUnlessTheUserSays() {
        assertThat(commit(RuntimeConfig.Guarantee.EXACTLY_ONCE, Duration.ZERO)).isEqualTo(200);
        assertThat(commit(RuntimeConfig.Guarantee.AT_LEAST_ONCE, Duration.ZERO)).isEqualTo(1000);
        assertThat(commit(RuntimeConfig.Guarantee.EXACTLY_ONCE, Duration.ofMillis(70)))
                .isEqualTo(70);
        assertThat(commit(RuntimeConfig.Guarantee.AT_LEAST_ONCE, Duration.ofMillis(70)))
                .isEqualTo(70);
    }

    private static long commit(RuntimeConfig.Guarantee guarantee, Duration commit) {
        return config(runtime(guarantee, commit), Map.of()).getLong("commit.interval.ms");
    }

    @Test
    void doesNotWaitForLongerThanATransactionToTryItsOffsetsAgain() {
        assertThat(config(Map.of()).getProducerConfigs("one"))
                .containsEntry("retry.backoff.ms", 10L)
                .doesNotContainKey("retry.backoff.max.ms");
        assertThat(config(Map.of("retry.backoff.ms", "70")).getProducerConfigs("one"))
                .containsEntry("retry.backoff.ms", "70");
    }

    @Test
    void hasTheSystemSizeTheBuffersOfEveryConnectionUnlessTheUserDoes() {
        StreamsConfig config = config(Map.of());

        assertThat(List.of(
                        consumer(config),
                        config.getRestoreConsumerConfigs("one"),
                        config.getGlobalConsumerConfigs("one"),
                        config.getProducerConfigs("one"),
                        config.getAdminConfigs("one")))
                .allSatisfy(client -> assertThat(client)
                        .containsEntry("receive.buffer.bytes", -1)
                        .containsEntry("send.buffer.bytes", -1));
        assertThat(consumer(config(Map.of("receive.buffer.bytes", "65536"))))
                .containsEntry("receive.buffer.bytes", "65536");
    }

    private static RuntimeConfig runtime(RuntimeConfig.Guarantee guarantee) {
        return runtime(guarantee, Duration.ofMillis(100));
    }

    private static RuntimeConfig runtime(RuntimeConfig.Guarantee guarantee, Duration commit) {
        return new RuntimeConfig(guarantee, 1, commit, 1, 128 << 20, Duration.ofMinutes(2));
    }

    private static StreamsConfig config(Map<String, Object> client) {
        return config(RUNTIME, client);
    }

    private static StreamsConfig config(RuntimeConfig runtime, Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>(client);
        all.put("bootstrap.servers", "localhost:9092");
        return new StreamsConfig(StreamsProperties.of("readings", "one", runtime, Path.of("state"), all));
    }

    private static Map<String, Object> consumer(StreamsConfig config) {
        return config.getMainConsumerConfigs("readings", "one", 0);
    }
}
