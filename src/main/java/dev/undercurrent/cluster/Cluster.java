package dev.undercurrent.cluster;

import dev.undercurrent.config.Problems;
import dev.undercurrent.source.SourceConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka cluster seen from its admin side: whether it answers, and which topics it has. Not thread-safe. */
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 10_000;
    private static final long ATTEMPT_MILLIS = 5_000;

    /** How often a topic is looked for that was just created. */
    static final int TOPIC_ATTEMPTS = 100;

    /** How often for the leaders of its partitions, as brokers that start elect them in turn. */
    private static final int LEADER_ATTEMPTS = 1_200;

    static final long TOPIC_WAIT_MILLIS = 50;

    private final Admin admin;
    private final String bootstrapServers;

    private Cluster(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * A cluster by the properties of its clients; nothing is sent yet.
     *
     * @throws ClusterException if Kafka refuses the properties
     */
    public static Cluster of(Map<String, ?> clientProperties) {
        String servers = String.valueOf(clientProperties.get("bootstrap.servers"));
        try {
            return new Cluster(Admin.create(Map.copyOf(clientProperties)), servers);
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new ClusterException(
                    "bootstrap-server: " + servers + " (expected: host:port,... and client properties Kafka accepts); "
                            + reason.getMessage(),
                    e);
        }
    }

    /**
     * Returns once a broker has answered; each failed attempt is one line in the log.
     *
     * @throws ClusterException if none has within {@code patience}, or one has refused the credentials
     */
    public void awaitReachable(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long waitMillis = FIRST_WAIT_MILLIS;
        for (int attempt = 1; ; attempt++) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            try {
                int timeout = (int) Math.max(1, Math.min(ATTEMPT_MILLIS, leftMillis));
                result(admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeout))
                        .nodes());
                return;
            } catch (AuthenticationException e) {
                throw new ClusterException(
                        "bootstrap-server: " + bootstrapServers + " refused the credentials (expected: ones the broker"
                                + " accepts); check the file given by --command-config",
                        e);
            } catch (KafkaException e) {
                leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (e instanceof InterruptException || leftMillis <= 0) {
                    throw e instanceof InterruptException ? e : unreachable(patience, e);
                }
                waitMillis = Math.min(waitMillis, leftMillis);
                LOG.atWarn()
                        .addKeyValue("bootstrapServers", bootstrapServers)
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("nextInMillis", waitMillis)
                        .log("broker not reachable");
                pause(waitMillis);
                waitMillis = Math.min(LONGEST_WAIT_MILLIS, 2 * waitMillis);
            }
        }
    }

    /**
     * Creates the source topic and the topics of a topology where they are missing, and checks those that exist.
     *
     * @throws ClusterException with one line for each existing topic that does not fit
     */
    public void ensure(TopicNames names, SourceConfig source) {
        if (!has(source.topic())) { // an existing one is the user's own affair
            create(Topic.ofEvents(source.topic(), source.partitions()));
        }
        ensure(Topic.owned(names, partitions(source.topic())));
    }

    /**
     * Creates the missing ones of {@code topics} and returns when all can be used; existing ones are left alone.
     *
     * @throws ClusterException with one line for each existing topic that does not fit; then none is created
     */
    public void ensure(List<Topic> topics) {
        List<String> problems = new ArrayList<>();
        List<Topic> missing = new ArrayList<>();
        for (Topic topic : topics) {
            describe(topic.name())
                    .ifPresentOrElse(existing -> check(topic, existing, problems), () -> missing.add(topic));
        }
        if (!problems.isEmpty()) {
            throw new ClusterException(String.join("\n", problems));
        }
        missing.forEach(this::create);
        missing.forEach(topic -> partitions(topic.name()));
    }

    /**
     * How many partitions a topic has, waiting for the leaders of one that was just created.
     *
     * @throws ClusterException if there is no such topic, or it stays without leaders
     */
    public int partitions(String topic) {
        Optional<TopicDescription> description = Optional.empty();
        for (int attempt = 1; attempt <= (description.isEmpty() ? TOPIC_ATTEMPTS : LEADER_ATTEMPTS); attempt++) {
            description = describe(topic);
            if (description.isPresent()
                    && description.get().partitions().stream().allMatch(partition -> partition.leader() != null)) {
                return description.get().partitions().size();
            }
            pause(TOPIC_WAIT_MILLIS);
        }
        throw new ClusterException("topic: " + topic + " (expected: a topic whose partitions all have a leader);"
                + " create it or check the brokers");
    }

    /** How many partitions a topic has; empty if there is none, or no broker tells within {@code timeout}. */
    public OptionalInt partitionsWithin(String topic, Duration timeout) {
        try {
            DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis());
            return OptionalInt.of(
                    only(result(admin.describeTopics(List.of(topic), options).allTopicNames()))
                            .partitions()
                            .size());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return OptionalInt.empty();
        }
    }

    /** The partitions of topics, of those that exist. */
    public Map<String, Set<TopicPartition>> partitionsOf(List<String> topics) {
        Map<String, Set<TopicPartition>> partitions = new TreeMap<>();
        admin.describeTopics(topics)
                .topicNameValues()
                .forEach((topic, answer) -> ifThere(topic, answer)
                        .ifPresent(description -> partitions.put(topic, partitions(description))));
        return partitions;
    }

    private static Set<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .collect(Collectors.toSet());
    }

    /** The topics' settings; of use until this is closed. */
    public TopicSettings settings() {
        return new TopicSettings(admin);
    }

    /** Where its partitions begin and end, and how far groups have read; of use until this is closed. */
    public ClusterOffsets offsets() {
        return new ClusterOffsets(admin);
    }

    /** What deletes here; of use until this is closed. */
    public ClusterDeletion deletion() {
        return new ClusterDeletion(admin);
    }

    /** Whether the cluster has a topic. */
    public boolean has(String topic) {
        return describe(topic).isPresent();
    }

    /** The latest time of a topic's records; empty where it has none. */
    public Optional<Instant> latest(String topic) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.maxTimestamp());
        }
        return result(admin.listOffsets(ends).all()).values().stream()
                .filter(end -> end.offset() >= 0)
                .map(end -> Instant.ofEpochMilli(end.timestamp()))
                .max(Comparator.naturalOrder());
    }

    /** Whether a broker answers within {@code timeout}. */
    public boolean answers(Duration timeout) {
        try {
            result(admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) timeout.toMillis()))
                    .nodes());
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private void create(Topic topic) {
        NewTopic request = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty());
        try {
            result(admin.createTopics(List.of(request.configs(topic.configs()))).all());
            LOG.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", topic.partitions())
                    .log("topic created");
        } catch (InvalidConfigurationException e) {
            if (!topic.configs().containsKey(Topic.MOST_AHEAD)) {
                throw uncreated(topic, e);
            }
            create(topic.withoutTimes());
        } catch (TopicExistsException e) {
            LOG.atDebug().addKeyValue("topic", topic.name()).log("topic created by another instance");
        } catch (KafkaException e) {
            throw uncreated(topic, e);
        }
    }

    private static ClusterException uncreated(Topic topic, KafkaException cause) {
        return new ClusterException(
                "topic: " + topic.name() + " cannot be created (expected: the right to create topics): "
                        + cause.getMessage() + "; create it with " + topic.partitions() + " partitions and "
                        + topic.configs(),
                cause);
    }

    private void check(Topic topic, TopicDescription existing, List<String> problems) {
        int partitions = existing.partitions().size();
        String where = "topic " + topic.name();
        if (topic.fixed() && partitions != topic.partitions()) {
            problems.add(Problems.line(where + ".partitions", partitions, String.valueOf(topic.partitions()))
                    + "; delete the topic or give the topology another name");
        }
        String expected = topic.configs().getOrDefault("cleanup.policy", "delete");
        String policy = settings().cleanupPolicy(topic.name());
        if (!policy.equals(expected)) {
            problems.add(Problems.line(where + ".cleanup.policy", policy, expected) + "; change it with kafka-configs");
        }
    }

    private Optional<TopicDescription> describe(String topic) {
        return ifThere(topic, only(admin.describeTopics(List.of(topic)).topicNameValues()));
    }

    private ClusterException unreachable(Duration patience, KafkaException cause) {
        return new ClusterException(
                "bootstrap-server: " + bootstrapServers + " (expected: a reachable Kafka broker within " + patience
                        + "); start it or check the address",
                cause);
    }

    /**
     * Waits for what a request comes to.
     *
     * @throws KafkaException its failure, as Kafka says it
     */
    public static <T> T result(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e); // interrupts this thread again
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    /**
     * The answer on a topic; empty if there is none.
     *
     * @throws ClusterException if the right to ask is missing
     */
    static <T> Optional<T> ifThere(String topic, org.apache.kafka.common.KafkaFuture<T> answer) {
        try {
            return Optional.of(result(answer));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        } catch (TopicAuthorizationException e) {
            throw new ClusterException(Rights.line("topic " + topic, e), e);
        }
    }

    static <T> T only(Map<?, T> answer) {
        return answer.values().iterator().next();
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
