package dev.undercurrent.run;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds a source topic to the number of partitions that its topology's state lies in. What Kafka Streams does of itself
 * depends on when it notices: it reads none of those that are added, and does not say so, or ends. Not thread-safe.
 */
final class SourcePartitions {
    private final Cluster cluster;
    private final String topology;
    private final String topic;
    private final int partitions;

    /**
     * @param topology its name
     * @param topic the source topic, which exists
     */
    SourcePartitions(Cluster cluster, String topology, String topic) {
        this.cluster = cluster;
        this.topology = topology;
        this.topic = topic;
        this.partitions = cluster.partitions(topic);
    }

    /** How many there are. */
    int count() {
        return partitions;
    }

    /** All of them. */
    Set<TopicPartition> all() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
    }

    /**
     * Checks that state lies in as many.
     *
     * @param topics of which a partition belongs to one of the source; those that do not exist are passed over
     * @throws ClusterException if one of them has fewer
     */
    void requireState(List<String> topics) {
        cluster.partitionsOf(topics).values().stream()
                .map(Set::size)
                .filter(kept -> kept < partitions)
                .findFirst()
                .ifPresent(kept -> {
                    throw changed(partitions, kept);
                });
    }

    /**
     * Checks that there are still as many, as far as brokers tell.
     *
     * @throws ClusterException if there are others
     */
    void requireSame(Duration timeout) {
        OptionalInt now = cluster.partitionsWithin(topic, timeout);
        if (now.isPresent() && now.getAsInt() != partitions) {
            throw changed(now.getAsInt(), partitions);
        }
    }

    private ClusterException changed(int now, int kept) {
        return new ClusterException(
                Problems.line("topic " + topic + ".partitions", now, kept + ", as the state of " + topology + " has")
                        + "; it keeps the number it began with: give the topology another name, or begin anew with:"
                        + " undercurrent reset " + topology);
    }
}
