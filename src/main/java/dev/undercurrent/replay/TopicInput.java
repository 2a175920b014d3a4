package dev.undercurrent.replay;

import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.ConsumerProperties;
import dev.undercurrent.source.DeadLetter.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A range of a topic in the order of {@link PartitionMerge}: committed records only, read by a plain consumer without a
 * group, so that nothing is left on the cluster. Partitions that wait to be merged are paused, which bounds the memory.
 * Not thread-safe.
 */
public final class TopicInput implements SourceInput {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private final TopicRange range;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> stops = new HashMap<>();
    private final PartitionMerge merge;
    private final long size;
    private @Nullable SourceRecord ahead;

    private TopicInput(TopicRange range, Consumer<byte[], byte[]> consumer) {
        this.range = range;
        this.consumer = consumer;
        List<TopicPartition> partitions = partitions();
        merge = new PartitionMerge(partitions.size());
        consumer.assign(partitions);
        Map<TopicPartition, Long> starts = starts(partitions);
        stops.replaceAll((partition, stop) -> Math.max(stop, starts.getOrDefault(partition, 0L)));
        starts.forEach(consumer::seek);
        size = count();
        starts.forEach(consumer::seek);
        endPassed();
    }

    /**
     * Finds the range's borders.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     * @throws ClusterException if there is no such topic
     */
    public static TopicInput open(Map<String, Object> client, TopicRange range) {
        Map<String, Object> properties = ConsumerProperties.groupless(client);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new TopicInput(range, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> known = consumer.partitionsFor(range.topic());
        if (known == null || known.isEmpty()) {
            throw new ClusterException("topic: " + range.topic() + " (expected: an existing topic); check its name");
        }
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < known.size(); partition++) {
            partitions.add(new TopicPartition(range.topic(), partition));
        }
        return partitions;
    }

    /** The first offset of each partition; the end goes to {@link #stops}. */
    private Map<TopicPartition, Long> starts(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        stops.putAll(consumer.endOffsets(partitions));
        if (!range.offsets().isEmpty()) {
            for (TopicPartition partition : partitions) {
                TopicRange.Offsets wanted =
                        range.offsets().getOrDefault(partition.partition(), new TopicRange.Offsets(0, 0));
                starts.merge(partition, wanted.first(), Math::max);
                stops.merge(partition, wanted.end(), Math::min);
            }
        }
        if (range.since() > Long.MIN_VALUE) {
            Map<TopicPartition, Long> asked = new HashMap<>();
            partitions.forEach(partition -> asked.put(partition, Math.max(0, range.since())));
            consumer.offsetsForTimes(asked)
                    .forEach((partition, found) -> starts.merge(
                            partition, found == null ? stops.getOrDefault(partition, 0L) : found.offset(), Math::max));
        }
        return starts;
    }

    /**
     * Reads the range once, counts it, and moves the stops to behind its last records. Where a range of time ends the
     * brokers cannot say: times may go back, and the markers of transactions have the time of the wall clock.
     */
    private long count() {
        Map<TopicPartition, Long> last = new HashMap<>();
        long records = 0;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (stops.entrySet().stream().anyMatch(stop -> consumer.position(stop.getKey()) < stop.getValue())) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (isInRange(record)) {
                    records++;
                    last.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            }
            deadline = polled.isEmpty() ? deadline : System.nanoTime() + PATIENCE_NANOS;
            checkInTime(deadline);
        }
        stops.replaceAll((partition, stop) -> last.getOrDefault(partition, 0L));
        return records;
    }

    private boolean isInRange(ConsumerRecord<byte[], byte[]> record) {
        long stop = stops.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
        return record.offset() < stop && record.timestamp() >= range.since() && record.timestamp() < range.until();
    }

    private void checkInTime(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new ClusterException("topic: " + range.topic() + " gave nothing for two minutes (expected: its"
                    + " records up to the end of the range); check the brokers");
        }
    }

    @Override
    public String name() {
        return "topic " + range.topic();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean hasNext() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (ahead == null) {
            ahead = merge.poll();
            if (ahead == null && merge.isDone()) {
                return false;
            }
            if (ahead == null && fetch() > 0) {
                deadline = System.nanoTime() + PATIENCE_NANOS;
            }
            checkInTime(deadline);
        }
        return true;
    }

    @Override
    public SourceRecord next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        SourceRecord next = ahead;
        ahead = null;
        return next;
    }

    private int fetch() {
        List<TopicPartition> wanted = new ArrayList<>();
        List<TopicPartition> others = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            (merge.wants(partition.partition()) ? wanted : others).add(partition);
        }
        consumer.pause(others);
        consumer.resume(wanted);
        int fetched = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            fetched++;
            if (isInRange(record)) {
                Origin origin =
                        new Origin(record.topic(), record.partition(), record.offset(), record.key(), record.value());
                merge.add(new SourceRecord(origin, record.timestamp()));
            }
        }
        endPassed();
        return fetched;
    }

    /** By position, as the markers of transactions take offsets too. */
    private void endPassed() {
        for (Map.Entry<TopicPartition, Long> stop : stops.entrySet()) {
            if (consumer.position(stop.getKey()) >= stop.getValue()) {
                merge.end(stop.getKey().partition());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
