package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.training.Reservoir.Contents;
import dev.undercurrent.training.Reservoir.Sizes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReservoirTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Reservoir.Slots slots = Reservoir.Slots.inMemory();

    @Test
    void keepsTheLatestUnitsInStreamOrder() {
        Reservoir reservoir = new Reservoir(new Sizes(6, 4), 1, slots, 0, 0);

        addRange(reservoir, 0, 100);

        assertThat(numbers(reservoir.contents().latest())).containsExactly(96, 97, 98, 99);
    }

    @Test
    void keepsEverythingWhileThereIsRoom() {
        Reservoir reservoir = new Reservoir(new Sizes(6, 4), 1, slots, 0, 0);

        addRange(reservoir, 0, 10);

        assertThat(numbers(reservoir.contents().sample())).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(numbers(reservoir.contents().latest())).containsExactly(6, 7, 8, 9);
    }

    @Test
    void choosesTheSameAfterARestart() {
        Reservoir undisturbed = new Reservoir(new Sizes(40, 10), 7, slots, 0, 0);
        addRange(undisturbed, 0, 5_000);
        Reservoir.Slots otherSlots = Reservoir.Slots.inMemory();
        Reservoir before = new Reservoir(new Sizes(40, 10), 7, otherSlots, 0, 0);
        addRange(before, 0, 1_234);

        Reservoir after = new Reservoir(new Sizes(40, 10), 7, otherSlots, before.seen(), before.stream());
        addRange(after, 1_234, 5_000);

        Contents expected = undisturbed.contents();
        assertThat(numbers(after.contents().sample())).isEqualTo(numbers(expected.sample()));
        assertThat(numbers(after.contents().latest())).isEqualTo(numbers(expected.latest()));
    }

    @Test
    void layOutsOfOtherSizesKeepTheLatestUnitsLatestAndTheFlaggedOnesOutOfTheSample() {
        Reservoir reservoir = new Reservoir(new Sizes(80, 20), 1, slots, 0, 0);
        addRange(reservoir, 0, 150);
        for (int number = 150; number < 160; number++) {
            reservoir.add(unit(number, true));
        }

        Reservoir larger = reservoir.moved(new Sizes(400, 5));
        assertThat(numbers(larger.contents().latest())).containsExactly(155, 156, 157, 158, 159);
        assertThat(numbers(larger.contents().sample())).hasSize(90).allMatch(number -> number < 150);
        addRange(larger, 160, 165);
        assertThat(numbers(larger.contents().latest())).containsExactly(160, 161, 162, 163, 164);
        assertThat(numbers(larger.contents().sample())).hasSize(90);

        Reservoir smaller = larger.moved(new Sizes(8, 2));
        assertThat(numbers(smaller.contents().latest())).containsExactly(163, 164);
        assertThat(numbers(smaller.contents().sample())).hasSize(8).doesNotHaveDuplicates();
        for (int slot = 10; slot < 405; slot++) {
            assertThat(slots.get(slot)).as("slot " + slot).isNull();
        }
    }

    @Test
    void forgetsOldUnitsExponentially() {
        Reservoir reservoir = new Reservoir(new Sizes(900, 100), 3, slots, 0, 0);

        addRange(reservoir, 0, 90_000);

        // 900 slots; the horizon of 9,000 units was passed 80,000 units ago, each of which replaced a slot with
        // probability 1/10,
        // so a unit of the first 9,000 survived with probability exp(−80,900 / 9,000) ≈ 1.2e-4
        List<Integer> kept = numbers(reservoir.contents().sample());
        assertThat(kept).hasSize(900).allMatch(number -> number < 90_000 - 100);
        assertThat(kept.stream().filter(number -> number < 9_000).count()).isLessThan(5);
        assertThat(kept.stream().filter(number -> number >= 80_900).count()).isBetween(500L, 640L);
    }

    @Test
    void aThinnedStreamLeavesTheSameMemory() {
        Thinning thinning = new Thinning(new TrainingConfig(HOUR, 20, 1_000, 0.1, HOUR), 1, 1, 5);
        Reservoir reservoir = new Reservoir(new Sizes(900, 100), 3, slots, 0, 0);

        int sent = 0;
        for (int number = 0; number < 90_000; number++) {
            int weight = thinning.weight(number + 1);
            if (weight != Thinning.NONE) {
                reservoir.add(unit(number, weight << 1));
                sent++;
            }
        }

        // all of 1,800, then 1/2, 1/3 ... of 900 each, and 1/10 from 9,000 on
        assertThat(sent).isBetween(11_000, 12_500);
        assertThat(reservoir.seen()).isEqualTo(sent);
        assertThat(reservoir.stream()).isBetween(86_000L, 94_000L);
        // as of the whole stream: the last 9,100 units are 1 − exp(−8,100 / 9,000) of the sample, the latest 1,000 are
        // in the ring
        List<Integer> kept = numbers(reservoir.contents().sample());
        assertThat(kept).hasSize(900).allMatch(number -> number < 90_000 - 500);
        assertThat(kept.stream().filter(number -> number < 9_000).count()).isLessThan(5);
        assertThat(kept.stream().filter(number -> number >= 80_900).count()).isBetween(460L, 610L);
        assertThat(numbers(reservoir.contents().latest())).hasSize(100).isSorted();
    }

    @Test
    void seriesAreNotThinned() {
        Thinning thinning = new Thinning(new TrainingConfig(HOUR, 20, 1_000, 0.1, HOUR), 5, 1, 5);

        assertThat(IntStream.rangeClosed(1, 50_000).map(thinning::weight)).containsOnly(1);
    }

    @Test
    void neverLearnsFlaggedUnits() {
        Reservoir reservoir = new Reservoir(new Sizes(6, 4), 1, slots, 0, 0);

        for (int number = 0; number < 100; number++) {
            reservoir.add(unit(number, number % 2 == 0));
        }

        assertThat(numbers(reservoir.contents().sample())).isNotEmpty().allMatch(number -> number % 2 == 1);
        assertThat(numbers(reservoir.contents().latest())).containsExactly(96, 97, 98, 99);
    }

    static byte[] unit(int number, boolean flagged) {
        return unit(number, flagged ? 1 : 0);
    }

    private static byte[] unit(int number, int flags) {
        return ByteBuffer.allocate(5).put((byte) flags).putInt(number).array();
    }

    static List<Integer> numbers(List<byte[]> units) {
        return units.stream().map(unit -> ByteBuffer.wrap(unit).getInt(1)).toList();
    }

    private static void addRange(Reservoir reservoir, int from, int to) {
        for (int number = from; number < to; number++) {
            reservoir.add(unit(number, false));
        }
    }
}
