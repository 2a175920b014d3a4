package dev.undercurrent.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which units are kept for training: the latest ones without a gap, in a ring, and before them a sample of everything
 * that left the ring, in which old units fade out. Training data so always lies before the holdout, and the holdout has
 * no holes.
 *
 * <p>The sample is Vitter's algorithm R ("Random sampling with a reservoir", 1985) until {@value #HORIZON} times its
 * size has been offered; from then on every unit is taken with the probability it had at that point, which makes the
 * sample's memory exponential (Aggarwal, "On biased reservoir sampling in the presence of stream evolution", 2006).
 *
 * <p>Which slot a unit goes to follows from the seed and the count alone, so that a restart repeats every choice. Not
 * thread-safe: one stream task owns it.
 */
final class Reservoir {
    private static final int HORIZON = 10;

    /** Where the units lie; a state store in the topology. */
    interface Slots {
        byte @Nullable [] get(int slot);

        void put(int slot, byte[] unit);
    }

    private final int sampleSize;
    private final int ringSize;
    private final long seed;
    private final Slots slots;
    private long seen;

    /**
     * @param capacity units kept in all
     * @param holdout share of them that the ring keeps
     * @param seen units added before, as {@link #seen()} said then
     */
    Reservoir(int capacity, double holdout, long seed, Slots slots, long seen) {
        this.ringSize = Math.max(1, (int) Math.round(capacity * holdout));
        this.sampleSize = capacity - ringSize;
        this.seed = seed;
        this.slots = slots;
        this.seen = seen;
    }

    /** How many units were added. */
    long seen() {
        return seen;
    }

    /** Adds the next unit of the stream. */
    void add(byte[] unit) {
        int slot = ringSlot(seen);
        if (seen >= ringSize) {
            byte[] oldest = slots.get(slot);
            if (oldest != null) {
                offer(oldest, seen - ringSize);
            }
        }
        slots.put(slot, unit);
        seen++;
    }

    /** What is kept, oldest first: the sample in slot order, then the ring from its oldest to its latest unit. */
    Contents contents() {
        List<byte[]> sample = new ArrayList<>();
        for (int slot = 0; slot < sampleSize; slot++) {
            byte[] unit = slots.get(slot);
            if (unit != null) {
                sample.add(unit);
            }
        }
        List<byte[]> latest = new ArrayList<>();
        for (long index = Math.max(0, seen - ringSize); index < seen; index++) {
            byte[] unit = slots.get(ringSlot(index));
            if (unit != null) {
                latest.add(unit);
            }
        }
        return new Contents(sample, latest);
    }

    /**
     * A copy of the references; the units themselves are never changed.
     *
     * @param sample units from before the ring
     * @param latest the ring's units in stream order
     */
    record Contents(List<byte[]> sample, List<byte[]> latest) {}

    private int ringSlot(long index) {
        return sampleSize + (int) (index % ringSize);
    }

    private void offer(byte[] unit, long index) {
        if (SampledUnitSerde.isFlagged(unit)) {
            return; // the learning guard: what was flagged is looked at by the calibration but never learnt
        }
        if (index < sampleSize) {
            slots.put((int) index, unit);
            return;
        }
        SplittableRandom chance = new SplittableRandom(seed ^ (index * 0x9E3779B97F4A7C15L));
        long bound = Math.min(index + 1, (long) HORIZON * sampleSize);
        long draw = chance.nextLong(bound);
        if (draw < sampleSize) {
            slots.put((int) draw, unit);
        }
    }
}
