package dev.undercurrent.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Where partitions begin and end, and how far consumer groups have read them. Not thread-safe. */
public final class ClusterOffsets {
    private final Admin admin;

    ClusterOffsets(Admin admin) {
        this.admin = admin;
    }

    /** The offset of the next record that a group reads, by partition; none of a group that never committed. */
    public Map<TopicPartition, Long> committed(String group) {
        try {
            return Cluster.result(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() != null)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (GroupIdNotFoundException e) {
            return Map.of();
        }
    }

    /**
     * Commits for a group.
     *
     * @return whether it was done: a group with members commits for itself
     */
    public boolean commit(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        try {
            Cluster.result(admin.alterConsumerGroupOffsets(group, committed).all());
            return true;
        } catch (UnknownMemberIdException e) {
            return false;
        }
    }

    /** The offset of the first record that is still there. */
    public Map<TopicPartition, Long> first(Collection<TopicPartition> partitions) {
        return at(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offset of the next record that will be written. */
    public Map<TopicPartition, Long> end(Collection<TopicPartition> partitions) {
        return at(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /**
     * Where partitions begin to be read. What lies in a transaction that is still open is yet to come.
     *
     * @param from {@code earliest}, {@code latest}, or an ISO-8601 duration back from now
     */
    public Map<TopicPartition, Long> start(Collection<TopicPartition> partitions, String from) {
        return switch (from) {
            case "earliest" -> first(partitions);
            case "latest" -> committedEnd(partitions);
            default -> since(partitions, Instant.now().minus(Duration.parse(from)));
        };
    }

    /** The first record of that time or later; where there is none, the end. */
    private Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> offsets = committedEnd(partitions);
        OffsetSpec since = OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli()));
        at(partitions, since, IsolationLevel.READ_COMMITTED).forEach((partition, offset) -> {
            if (offset >= 0) {
                offsets.put(partition, offset);
            }
        });
        return offsets;
    }

    private Map<TopicPartition, Long> committedEnd(Collection<TopicPartition> partitions) {
        return at(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, Long> at(
            Collection<TopicPartition> partitions, OffsetSpec place, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> places = new HashMap<>();
        partitions.forEach(partition -> places.put(partition, place));
        Map<TopicPartition, ListOffsetsResultInfo> found = Cluster.result(
                admin.listOffsets(places, new ListOffsetsOptions(isolation)).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
