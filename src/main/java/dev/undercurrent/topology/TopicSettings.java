package dev.undercurrent.topology;

import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a cluster's topics: what they take, and whether that will do. Not thread-safe. */
final class TopicSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSettings.class);
    private static final int ATTEMPTS = 100;
    private static final long PAUSE_MILLIS = 50;
    private static final String UNBOUNDED = String.valueOf(Long.MAX_VALUE);

    /** Kafka's own bound. */
    private static final String LARGEST_RECORD = "1048588";

    private final Admin admin;

    TopicSettings(Admin admin) {
        this.admin = admin;
    }

    /** How a topic is cleaned up: {@code delete}, {@code compact} or both. */
    String cleanupPolicy(String topic) {
        return value(of(topic), TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    }

    /** Bytes of the largest record that a topic takes. */
    long largestRecord(String topic) {
        return Long.parseLong(value(of(topic), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD));
    }

    /** Whether the brokers bound how far a topic's records may be from their clocks; those before 3.6 do not. */
    boolean boundsTimes(String topic) {
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
    void requireTimes(List<String> topics, Duration ahead) {
        List<String> problems = new ArrayList<>();
        ofExisting(topics, (topic, config) -> {
            if (!"CreateTime".equals(value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"))) {
                return; // the broker's own time
            }
            String expected = "at least " + ahead.toMillis() + ", as source.max-ahead is " + ahead;
            check(topic, config, Topic.MOST_AHEAD, ahead.toMillis(), expected, problems);
            check(topic, config, Topic.MOST_BEHIND, Long.MAX_VALUE, UNBOUNDED + ", as events may be old", problems);
        });
        throwIfAny(problems);
    }

    private static void check(
            String topic, Config config, String setting, long least, String expected, List<String> problems) {
        String found = value(config, setting, UNBOUNDED);
        if (Long.parseLong(found) < least) {
            problems.add(Problems.line("topic " + topic + "." + setting, found, expected)
                    + "; change it with kafka-configs");
        }
    }

    /**
     * Raises settings of topics that are the product's own affair to what new ones are made with.
     *
     * @param topics those that do not exist are passed over
     * @param least numbers by setting; a topic's are left alone where they are as high
     * @throws ClusterException with one line for each that the brokers do not let be raised
     */
    void raise(List<String> topics, Map<String, Long> least) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        ofExisting(topics, (topic, config) -> {
            List<AlterConfigOp> raised = new ArrayList<>();
            least.forEach((setting, number) -> {
                if (Long.parseLong(value(config, setting, UNBOUNDED)) < number) {
                    ConfigEntry entry = new ConfigEntry(setting, String.valueOf(number));
                    raised.add(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
                }
            });
            if (!raised.isEmpty()) {
                changes.put(resource(topic), raised);
            }
        });
        List<String> problems = new ArrayList<>();
        admin.incrementalAlterConfigs(changes).values().forEach((topic, answer) -> {
            String settings = settings(changes.getOrDefault(topic, List.of()));
            try {
                Cluster.result(answer);
                LOG.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("settings", settings)
                        .log("topic of a build before changed");
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                problems.add("topic " + topic.name() + " cannot be changed (expected: " + settings + "): "
                        + e.getMessage() + "; change it with kafka-configs");
            }
        });
        throwIfAny(problems);
    }

    private static String settings(Collection<AlterConfigOp> changes) {
        return String.join(
                ", ",
                changes.stream()
                        .map(AlterConfigOp::configEntry)
                        .map(entry -> entry.name() + "=" + entry.value())
                        .sorted()
                        .toList());
    }

    private static void throwIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            Collections.sort(problems);
            throw new ClusterException(String.join("\n", problems));
        }
    }

    private void ofExisting(List<String> topics, BiConsumer<String, Config> use) {
        Set<String> there = Cluster.result(admin.listTopics().names());
        List<ConfigResource> existing = topics.stream()
                .filter(there::contains)
                .map(TopicSettings::resource)
                .toList();
        Cluster.result(admin.describeConfigs(existing).all())
                .forEach((topic, config) -> use.accept(topic.name(), config));
    }

    /** Those of a topic that exists, though not every broker may know of it yet. */
    private Config of(String topic) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Cluster.only(Cluster.result(
                        admin.describeConfigs(List.of(resource(topic))).all()));
            } catch (UnknownTopicOrPartitionException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null ? otherwise : entry.value();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
