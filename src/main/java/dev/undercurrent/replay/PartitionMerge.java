package dev.undercurrent.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the partitions of a topic into one order that does not depend on how fetches interleave: by timestamp, then
 * partition, then offset. A partition's own order stays, even where its timestamps go back. Not thread-safe.
 */
final class PartitionMerge {
    private final List<Deque<SourceRecord>> buffered = new ArrayList<>();
    private final boolean[] ended;
    private final PriorityQueue<SourceRecord> heads = new PriorityQueue<>(PartitionMerge::compare);
    private int missing;

    PartitionMerge(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            buffered.add(new ArrayDeque<>());
        }
        ended = new boolean[partitions];
        missing = partitions;
    }

    private static int compare(SourceRecord one, SourceRecord other) {
        int byTime = Long.compare(one.timestamp(), other.timestamp());
        return byTime != 0
                ? byTime
                : Integer.compare(one.origin().partition(), other.origin().partition());
    }

    /** Adds the next record of its partition. */
    void add(SourceRecord record) {
        Deque<SourceRecord> partition = buffered.get(record.origin().partition());
        partition.addLast(record);
        if (partition.size() == 1) {
            heads.add(record);
            missing--;
        }
    }

    /** Says that nothing more will come of a partition. */
    void end(int partition) {
        if (!ended[partition]) {
            ended[partition] = true;
            missing -= buffered.get(partition).isEmpty() ? 1 : 0;
        }
    }

    /** Whether a partition must be read before the merge can go on. */
    boolean wants(int partition) {
        return !ended[partition] && buffered.get(partition).isEmpty();
    }

    /** Whether every partition has ended and everything was taken. */
    boolean isDone() {
        return missing == 0 && heads.isEmpty();
    }

    /** The next record; null while a partition that has not ended has none, or at the end. */
    @Nullable
    SourceRecord poll() {
        if (missing > 0) {
            return null;
        }
        SourceRecord next = heads.poll();
        if (next != null) {
            int number = next.origin().partition();
            Deque<SourceRecord> partition = buffered.get(number);
            partition.removeFirst();
            if (!partition.isEmpty()) {
                heads.add(partition.getFirst());
            } else if (!ended[number]) {
                missing++;
            }
        }
        return next;
    }
}
