package dev.undercurrent.run;

import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.ClusterOffsets;
import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.AutoOffsetReset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a topology reads on in its source. What a group without an offset does is for Kafka's clients to decide anew at
 * each start: told {@code latest}, one that died before its first commit would pass over all that came meanwhile, and
 * one whose offsets the brokers have dropped would read everything once more into the state of the first time. So the
 * first offsets are committed before anything is read, and none are made up where there is state. Two instances that
 * start for the first time within the same moment may disagree by what comes in it. Not thread-safe: the thread that
 * starts a run owns it.
 */
final class SourceOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(SourceOffsets.class);

    private final ClusterOffsets offsets;
    private final String group;
    private final Set<TopicPartition> partitions;
    private final String from;
    private final LongConsumer lost;

    /**
     * @param group the topology's name
     * @param partitions those of the source topic
     * @param from where they begin to be read: {@code earliest}, {@code latest}, or a duration back from now
     * @param lost told of records that retention has deleted before they were read
     */
    SourceOffsets(
            ClusterOffsets offsets, String group, Set<TopicPartition> partitions, String from, LongConsumer lost) {
        this.offsets = offsets;
        this.group = group;
        this.partitions = Set.copyOf(partitions);
        this.from = from;
        this.lost = lost;
    }

    /**
     * Checks that what was read is where it was.
     *
     * @param state partitions of what is kept of what was read, in any topics; asked for where there are no offsets
     * @throws ClusterException with one line for each problem, if something is kept and there are no offsets up to
     *     which it was made, or they lie beyond the end
     */
    void require(Supplier<Set<TopicPartition>> state) {
        Map<TopicPartition, Long> read = offsets.committed(group);
        if (read.isEmpty() && holdsAny(state.get())) {
            throw new ClusterException("group " + group + ": no offsets (expected: those up to which its state was"
                    + " made); brokers drop them after offsets.retention.minutes without an instance: begin anew with:"
                    + " undercurrent reset " + group);
        }
        requireEnds(ofSource(read));
    }

    private Map<TopicPartition, Long> ofSource(Map<TopicPartition, Long> read) {
        Map<TopicPartition, Long> own = new HashMap<>(read);
        own.keySet().retainAll(partitions);
        return own;
    }

    private Map<TopicPartition, Long> committed() {
        return ofSource(offsets.committed(group));
    }

    private boolean holdsAny(Set<TopicPartition> topics) {
        Map<TopicPartition, Long> first = offsets.first(topics);
        return offsets.end(topics).entrySet().stream()
                .anyMatch(end -> end.getValue() > first.getOrDefault(end.getKey(), 0L));
    }

    private void requireEnds(Map<TopicPartition, Long> read) {
        List<String> problems = new ArrayList<>();
        Map<TopicPartition, Long> ends = offsets.end(read.keySet());
        read.forEach((partition, next) -> {
            long end = ends.getOrDefault(partition, next);
            if (end < next) {
                problems.add(Problems.line(
                                "topic " + partition.topic() + ", end of partition " + partition.partition(),
                                end,
                                "at least " + next + ", up to where it was read")
                        + "; it is not the topic that the state was made of: begin anew with: undercurrent reset "
                        + group);
            }
        });
        if (!problems.isEmpty()) {
            Collections.sort(problems);
            throw new ClusterException(String.join("\n", problems));
        }
    }

    /**
     * Commits where partitions begin to be read that the group has no offset of, or one of which the record is gone by
     * the topic's retention; the latter is told.
     *
     * @return what the clients are to do where that is not so any more: end, as only who starts a run knows what that
     *     means. Where other instances hold the group, partitions they have no offset of, as a build before has none of
     *     those it read nothing of, begin where {@code source.from} says, overtaken ones with the first record
     */
    AutoOffsetReset begin() {
        Map<TopicPartition, Long> read = committed();
        Map<TopicPartition, Long> overtaken = overtaken(read);
        Map<TopicPartition, Long> start = new HashMap<>(overtaken);
        Set<TopicPartition> fresh = without(read);
        if (!fresh.isEmpty()) {
            start.putAll(offsets.start(fresh, from));
            committed().keySet().stream().filter(fresh::contains).forEach(start::remove); // another one came first
        }
        if (start.isEmpty() || offsets.commit(group, start)) {
            return AutoOffsetReset.none();
        }
        LOG.atInfo().addKeyValue("partitions", start.keySet()).log("left to the instances that hold the group");
        if (!without(committed()).isEmpty()) {
            return reset(from);
        }
        return overtaken.isEmpty() ? AutoOffsetReset.none() : AutoOffsetReset.earliest();
    }

    /** Where those partitions go on of which retention has deleted what was to be read next. */
    private Map<TopicPartition, Long> overtaken(Map<TopicPartition, Long> read) {
        Map<TopicPartition, Long> first = offsets.first(read.keySet());
        first.entrySet().removeIf(begin -> begin.getValue() <= read.getOrDefault(begin.getKey(), Long.MAX_VALUE));
        first.forEach((partition, begin) -> {
            long records = begin - read.getOrDefault(partition, begin);
            lost.accept(records);
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("offsets", records)
                    .log("deleted by the topic's retention before they were read; they are not scored");
        });
        return first;
    }

    private Set<TopicPartition> without(Map<TopicPartition, Long> read) {
        Set<TopicPartition> fresh = new HashSet<>(partitions);
        fresh.removeAll(read.keySet());
        return fresh;
    }

    private static AutoOffsetReset reset(String from) {
        return switch (from) {
            case "earliest" -> AutoOffsetReset.earliest();
            case "latest" -> AutoOffsetReset.latest();
            default -> AutoOffsetReset.byDuration(Duration.parse(from));
        };
    }
}
