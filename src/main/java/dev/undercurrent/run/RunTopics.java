package dev.undercurrent.run;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.publish.PublishConfig;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.ClusterTerms;
import dev.undercurrent.topology.InternalTopics;
import dev.undercurrent.topology.LoadedTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;

/** The topics of one run: makes what is missing and holds what is there to what the run needs. Not thread-safe. */
final class RunTopics {
    private final LoadedTopology topology;
    private final SourceConfig source;
    private final TopicNames names;
    private final Cluster cluster;
    private final SourcePartitions partitions;

    /** @param partitions of the source topic, which exists as all of the topology's own do */
    private RunTopics(LoadedTopology topology, TopicNames names, Cluster cluster, SourcePartitions partitions) {
        this.topology = topology;
        this.source = topology.config().source();
        this.names = names;
        this.cluster = cluster;
        this.partitions = partitions;
    }

    /**
     * Makes the missing ones, once those that exist are known to fit.
     *
     * @param cluster of use as long as the run
     * @throws ClusterException with one line for each topic that does not
     */
    static RunTopics of(LoadedTopology topology, Cluster cluster) {
        TopicNames names = new TopicNames(topology.name());
        SourceConfig source = topology.config().source();
        cluster.settings().requireTimes(published(names, topology.config().publish()), source.maxAhead());
        cluster.settings().requireTimes(List.of(names.deadLetters()), Duration.ZERO); // none is ahead of the clock
        cluster.ensure(names, source);
        SourcePartitions partitions = new SourcePartitions(cluster, topology.name(), source.topic());
        partitions.requireState(InternalTopics.partitioned(
                topology.name(), topology.config().windows().keySet()));
        return new RunTopics(topology, names, cluster, partitions);
    }

    private static List<String> published(TopicNames names, PublishConfig publish) {
        List<String> published = new ArrayList<>();
        if (publish.scores()) {
            published.add(names.scores());
        }
        if (publish.anomalies()) {
            published.add(names.anomalies());
        }
        if (publish.latents()) {
            published.add(names.latents());
        }
        return published;
    }

    /**
     * Sets what those are made with that Kafka Streams makes, raises it where they exist, and has the source begin to
     * be read.
     *
     * @param properties what the streams will run with; what the user says in them of these topics stays
     * @param lost told of records of the source that its retention has deleted before they were read
     * @throws ClusterException if one would refuse an event for its time, or what was read is not where it was
     */
    ClusterTerms agree(Properties properties, LongConsumer lost) {
        Map<String, Long> least = least();
        least.forEach((setting, number) -> properties.putIfAbsent(StreamsConfig.topicPrefix(setting), number));
        least.replaceAll((setting, number) ->
                Long.parseLong(String.valueOf(properties.get(StreamsConfig.topicPrefix(setting)))));
        cluster.settings().raise(internal(), least);
        cluster.settings().requireTimes(internal(), source.maxAhead());
        return new ClusterTerms(partitions.count(), begin(lost), letterBytes(properties));
    }

    private List<String> internal() {
        return InternalTopics.of(topology.name(), topology.config().windows().keySet());
    }

    /** What those take at least that Kafka Streams makes, by setting. */
    private Map<String, Long> least() {
        Map<String, Long> least = new HashMap<>();
        long largest = topology.largestBetweenStages();
        least.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Math.max(largest, cluster.settings().largestRecord(names.scores())));
        if (cluster.settings().boundsTimes(names.scores())) {
            least.put(Topic.MOST_AHEAD, Long.MAX_VALUE);
            least.put(Topic.MOST_BEHIND, Long.MAX_VALUE);
        }
        return least;
    }

    private AutoOffsetReset begin(LongConsumer lost) {
        SourceOffsets offsets =
                new SourceOffsets(cluster.offsets(), topology.name(), partitions.all(), source.from(), lost);
        offsets.require(this::state);
        return offsets.begin();
    }

    private Set<TopicPartition> state() {
        return cluster.partitionsOf(internal()).values().stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
    }

    private long letterBytes(Properties properties) {
        Map<String, Object> producer = new StreamsConfig(properties).getProducerConfigs(topology.name());
        long sent = Math.min(
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))),
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.BUFFER_MEMORY_CONFIG))));
        return Math.min(sent, cluster.settings().largestRecord(names.deadLetters()));
    }

    /**
     * Checks that the source still has its partitions, as far as brokers tell.
     *
     * @throws ClusterException if it has others
     */
    void check(Duration timeout) {
        partitions.requireSame(timeout);
    }
}
