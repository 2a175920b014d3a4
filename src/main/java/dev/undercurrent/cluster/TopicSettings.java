package dev.undercurrent.cluster;

import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a cluster's topics: what they take, and whether that will do. Not thread-safe. */
public final class TopicSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSettings.class);

    /** Kafka's own bound. */
    private static final String LARGEST_RECORD = "1048588";

    /** What brokers before Kafka 4 have beside the two, or in their place: a bound in both directions. */
    private static final String MOST_APART = "message.timestamp.difference.max.ms";

    /** More than any event's age, as none is from before 1970. */
    private static final Duration OLDEST = Duration.ofDays(36_500);

    private static final String UNCHANGED = "topic of a build before cannot be changed; a record that it refuses would"
            + " stop the stream: change it with kafka-configs";

    private final Admin admin;

    TopicSettings(Admin admin) {
        this.admin = admin;
    }

    /** How a topic is cleaned up: {@code delete}, {@code compact} or both. */
    String cleanupPolicy(String topic) {
        return value(of(topic), TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    }

    /** Bytes of the largest record that a topic takes. */
    public long largestRecord(String topic) {
        return Long.parseLong(value(of(topic), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD));
    }

    /** Whether the brokers bound apart how far ahead and behind a topic's records may be; those before 3.6 do not. */
    public boolean boundsTimes(String topic) {
        return of(topic).get(Topic.MOST_AHEAD) != null;
    }

    /**
     * Checks that topics take records as old as events may be, which is any age, and as far ahead; what a broker
     * refuses would stop the stream until it is changed, or until their time has come.
     *
     * @param topics whose records have an event's time; those that do not exist are passed over
     * @param ahead how far events may be ahead of the clock
     * @throws ClusterException with one line for each bound that is too close
     */
    public void requireTimes(List<String> topics, Duration ahead) {
        List<String> problems = new ArrayList<>();
        ofExisting(topics, (topic, config) -> {
            if (!"CreateTime".equals(value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"))) {
                return; // the broker's own time
            }
            String expected = "at least " + ahead.toMillis() + ", as source.max-ahead is " + ahead;
            check(topic, config, Topic.MOST_AHEAD, ahead, expected, problems);
            for (String setting : List.of(Topic.MOST_BEHIND, MOST_APART)) {
                check(topic, config, setting, OLDEST, Topic.UNBOUNDED + ", as events may be old", problems);
            }
        });
        if (!problems.isEmpty()) {
            Collections.sort(problems);
            throw new ClusterException(String.join("\n", problems));
        }
    }

    private static void check(
            String topic, Config config, String setting, Duration least, String expected, List<String> problems) {
        String found = value(config, setting, Topic.UNBOUNDED);
        if (Long.parseLong(found) < least.toMillis()) {
            problems.add(Problems.line("topic " + topic + "." + setting, found, expected)
                    + "; change it with kafka-configs");
        }
    }

    /**
     * Raises settings of topics that are the product's own affair to what new ones are made with, and returns once
     * brokers tell of them. Where these do not let them be raised there is a warning, as it may well do without.
     *
     * @param topics those that do not exist are passed over
     * @param least numbers by setting; a topic's are left alone where they are as high
     */
    public void raise(List<String> topics, Map<String, Long> least) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        ofExisting(topics, (topic, config) -> {
            List<AlterConfigOp> raised = raised(config, least);
            if (!raised.isEmpty()) {
                changes.put(resource(topic), raised);
            }
        });
        admin.incrementalAlterConfigs(changes).values().forEach((topic, answer) -> {
            if (isMade(topic.name(), changes.getOrDefault(topic, List.of()), answer)) {
                awaitRaised(topic.name(), least);
            }
        });
    }

    /** A broker may tell of what was before for a moment after a change is acknowledged. */
    private void awaitRaised(String topic, Map<String, Long> least) {
        for (int attempt = 1;
                attempt < Cluster.TOPIC_ATTEMPTS && !raised(of(topic), least).isEmpty();
                attempt++) {
            Cluster.pause(Cluster.TOPIC_WAIT_MILLIS);
        }
    }

    private static List<AlterConfigOp> raised(Config config, Map<String, Long> least) {
        List<AlterConfigOp> raised = new ArrayList<>();
        least.forEach((setting, number) -> {
            if (Long.parseLong(value(config, setting, Topic.UNBOUNDED)) < number) {
                ConfigEntry entry = new ConfigEntry(setting, String.valueOf(number));
                raised.add(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
            }
        });
        return raised;
    }

    /** Waits for a change's answer, and logs it. */
    private static boolean isMade(String topic, Collection<AlterConfigOp> changes, KafkaFuture<Void> answer) {
        List<String> settings = changes.stream()
                .map(AlterConfigOp::configEntry)
                .map(entry -> entry.name() + "=" + entry.value())
                .sorted()
                .toList();
        try {
            Cluster.result(answer);
            LOG.atInfo()
                    .addKeyValue("topic", topic)
                    .addKeyValue("settings", settings)
                    .log("topic of a build before changed");
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("settings", settings)
                    .addKeyValue("reason", e.getMessage())
                    .log(UNCHANGED);
            return false;
        }
    }

    private void ofExisting(List<String> topics, BiConsumer<String, Config> use) {
        admin.describeConfigs(topics.stream().map(TopicSettings::resource).toList())
                .values()
                .forEach((topic, answer) ->
                        Cluster.ifThere(topic.name(), answer).ifPresent(config -> use.accept(topic.name(), config)));
    }

    /** Those of a topic that exists, though not every broker may know of it yet. */
    private Config of(String topic) {
        for (int attempt = 1; attempt <= Cluster.TOPIC_ATTEMPTS; attempt++) {
            ConfigResource resource = resource(topic);
            Optional<Config> found = Cluster.ifThere(
                    topic, Cluster.only(admin.describeConfigs(List.of(resource)).values()));
            if (found.isPresent()) {
                return found.get();
            }
            Cluster.pause(Cluster.TOPIC_WAIT_MILLIS);
        }
        throw new ClusterException("topic: " + topic + " (expected: one that brokers know); look after the brokers");
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null ? otherwise : entry.value();
    }
}
