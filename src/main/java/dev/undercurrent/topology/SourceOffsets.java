package dev.undercurrent.topology;

import dev.undercurrent.source.SourceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a topology reads on in its source. What a group without an offset does is for Kafka's clients to decide anew at
 * each start: told {@code latest}, one that died before its first commit would pass over all that came meanwhile, and
 * one whose offsets the brokers have dropped would read everything once more into the state of the first time. So the
 * first offsets are committed before anything is read, and none are made up where there is state. Not thread-safe: the
 * thread that starts a run owns it.
 */
final class SourceOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(SourceOffsets.class);

    private final GroupOffsets offsets;
    private final String group;
    private final SourceConfig source;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * @param group the topology's name
     * @param partitions how many the source topic has
     */
    SourceOffsets(GroupOffsets offsets, String group, SourceConfig source, int partitions) {
        this.offsets = offsets;
        this.group = group;
        this.source = source;
        for (int partition = 0; partition < partitions; partition++) {
            this.partitions.add(new TopicPartition(source.topic(), partition));
        }
    }

    /**
     * Commits where partitions begin to be read that the group has no offset of, and tells what it will never read.
     *
     * @param hasState whether anything is kept of what was read before
     * @throws ClusterException if something is kept and the group has no offsets at all
     */
    void require(boolean hasState) {
        Map<TopicPartition, Long> committed = offsets.committed(group);
        if (hasState && committed.isEmpty()) {
            throw new ClusterException("group " + group + ": no offsets (expected: those up to which its state was"
                    + " made); brokers drop them after offsets.retention.minutes without an instance: set them with"
                    + " kafka-consumer-groups, or begin anew with: undercurrent reset " + group);
        }
        begin(committed);
        tellWhatIsGone(committed);
    }

    private void begin(Map<TopicPartition, Long> committed) {
        List<TopicPartition> fresh = new ArrayList<>(partitions);
        fresh.removeAll(committed.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> start = offsets.start(fresh, source.from());
        try {
            offsets.commit(group, start);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) { // of an instance that began at the same time, or is of a build before
            LOG.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("reason", e.getMessage())
                    .log("first offsets left to the instances that are running");
        }
    }

    private void tellWhatIsGone(Map<TopicPartition, Long> committed) {
        Map<TopicPartition, Long> known = new HashMap<>(committed);
        known.keySet().retainAll(partitions);
        Map<TopicPartition, Long> first = offsets.start(known.keySet(), "earliest");
        Map<TopicPartition, Long> end = offsets.start(known.keySet(), "latest");
        known.forEach((partition, next) -> {
            long begins = first.getOrDefault(partition, next);
            if (next < begins) {
                LOG.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("offsets", begins - next)
                        .log("deleted by the topic's retention before they were read; they are not scored");
            } else if (next > end.getOrDefault(partition, next)) {
                LOG.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("offset", next)
                        .log("beyond the end of the topic, as if that was made anew; read from its beginning");
            }
        });
    }
}
