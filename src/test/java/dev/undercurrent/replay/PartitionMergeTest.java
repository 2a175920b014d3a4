package dev.undercurrent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.DeadLetter.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionMergeTest {
    private final PartitionMerge merge = new PartitionMerge(3);

    @Test
    void givesRecordsByTimeThenPartitionThenOffset() {
        add(2, 0, 10);
        add(2, 1, 10);
        add(0, 0, 20);
        add(0, 1, 30);
        add(1, 0, 10);
        endAll();

        assertThat(drained()).containsExactly("1-0", "2-0", "2-1", "0-0", "0-1");
        assertThat(merge.isDone()).isTrue();
    }

    @Test
    void keepsAPartitionsOrderWhereItsTimesGoBack() {
        add(0, 0, 50);
        add(0, 1, 10);
        add(1, 0, 40);
        endAll();

        assertThat(drained()).containsExactly("1-0", "0-0", "0-1");
    }

    @Test
    void waitsForEveryPartitionThatHasNotEnded() {
        add(0, 0, 1);
        add(1, 0, 2);

        assertThat(merge.poll()).isNull();
        assertThat(merge.wants(2)).isTrue();
        assertThat(merge.wants(0)).isFalse();

        merge.end(2);
        assertThat(drained()).containsExactly("0-0");
        assertThat(merge.wants(0)).isTrue();
        assertThat(merge.isDone()).isFalse();

        merge.end(0);
        assertThat(drained()).containsExactly("1-0");
    }

    @Test
    void doesNotDependOnHowFetchesInterleave() {
        List<SourceRecord> records = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            for (int offset = 0; offset < 40; offset++) {
                records.add(record(partition, offset, (offset * 7 + partition * 3) % 90));
            }
        }
        records.forEach(merge::add);
        endAll();
        List<String> atOnce = drained();

        PartitionMerge bit = new PartitionMerge(3);
        int[] next = new int[3];
        List<String> bitByBit = new ArrayList<>();
        while (!bit.isDone()) {
            for (int partition = 2; partition >= 0; partition--) {
                if (next[partition] == 40) {
                    bit.end(partition);
                } else if (bit.wants(partition)) {
                    bit.add(records.get(partition * 40 + next[partition]++));
                }
            }
            for (SourceRecord record = bit.poll(); record != null; record = bit.poll()) {
                bitByBit.add(name(record));
            }
        }

        assertThat(bitByBit).hasSize(120).isEqualTo(atOnce);
    }

    private void add(int partition, long offset, long time) {
        merge.add(record(partition, offset, time));
    }

    private static SourceRecord record(int partition, long offset, long time) {
        return new SourceRecord(new Origin("events", partition, offset, null, new byte[0]), time);
    }

    private void endAll() {
        for (int partition = 0; partition < 3; partition++) {
            merge.end(partition);
        }
    }

    private List<String> drained() {
        List<String> names = new ArrayList<>();
        for (SourceRecord record = merge.poll(); record != null; record = merge.poll()) {
            names.add(name(record));
        }
        return names;
    }

    private static String name(SourceRecord record) {
        return record.origin().partition() + "-" + record.origin().offset();
    }
}
