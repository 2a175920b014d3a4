package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntriesTest {
    @Test
    void findsTheFirstPositionAboveATimeWhereverItLies() {
        Random random = new Random(3);
        for (int size = 0; size < 70; size++) {
            long[] times = random.longs(size, 0, 40).sorted().toArray();
            Entries entries = new Entries(0);
            entries.insert(-2, new long[] {});
            entries.insert(-1, new long[] {});
            for (long time : times) {
                entries.insert(time, new long[] {});
            }
            entries.dropFirst(2);
            for (long time = -1; time <= 40; time++) {
                long wanted = time;
                assertThat(entries.above(time))
                        .as("%s above %s", Arrays.toString(times), time)
                        .isEqualTo((int) Arrays.stream(times)
                                .filter(each -> each <= wanted)
                                .count());
            }
        }
    }
}
