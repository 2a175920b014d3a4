package dev.undercurrent.topology;

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

/** How far consumer groups have read, and where partitions begin and end. Not thread-safe. */
final class GroupOffsets {
    private final Admin admin;

    GroupOffsets(Admin admin) {
        this.admin = admin;
    }

    /** The offset of the next record that a group reads, by partition; none of a group that never committed. */
    Map<TopicPartition, Long> committed(String group) {
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
     * Commits for a group without members.
     *
     * @throws org.apache.kafka.common.KafkaException if it has some, or must not be changed
     */
    void commit(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        Cluster.result(admin.alterConsumerGroupOffsets(group, committed).all());
    }

    /**
     * Where partitions begin to be read.
     *
     * @param from {@code earliest}, {@code latest}, or an ISO-8601 duration back from now
     */
    Map<TopicPartition, Long> start(Collection<TopicPartition> partitions, String from) {
        return switch (from) {
            case "earliest" -> at(partitions, OffsetSpec.earliest());
            case "latest" -> at(partitions, OffsetSpec.latest());
            default -> since(partitions, Instant.now().minus(Duration.parse(from)));
        };
    }

    /** The first record of that time or later; where there is none, the end. */
    private Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> offsets = at(partitions, OffsetSpec.latest());
        at(partitions, OffsetSpec.forTimestamp(time.toEpochMilli())).forEach((partition, offset) -> {
            if (offset >= 0) {
                offsets.put(partition, offset);
            }
        });
        return offsets;
    }

    /** Of what is committed there: an open transaction may still come to something. */
    private Map<TopicPartition, Long> at(Collection<TopicPartition> partitions, OffsetSpec place) {
        Map<TopicPartition, OffsetSpec> places = new HashMap<>();
        partitions.forEach(partition -> places.put(partition, place));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Cluster.result(admin.listOffsets(places, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
