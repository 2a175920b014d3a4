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
 * <p>A unit that {@link Thinning} left over stands for several and is taken with as many times the probability.
 *
 * <p>Which slot a unit goes to follows from the seed and the counts alone, so that a restart repeats every choice. Not
 * thread-safe: one stream task owns it.
 */
final class Reservoir {
    static final int HORIZON = 10;

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
    private long stream;

    /**
     * @param capacity units kept in all
     * @param holdout share of them that the ring keeps
     * @param seen units added before, as {@link #seen()} said then
     * @param stream units that those stood for, as {@link #stream()} said then
     */
    Reservoir(int capacity, double holdout, long seed, Slots slots, long seen, long stream) {
        this.sampleSize = sampleSize(capacity, holdout);
        this.ringSize = capacity - sampleSize;
        this.seed = seed;
        this.slots = slots;
        this.seen = seen;
        this.stream = stream;
    }

    /** Units of a capacity that are no holdout. */
    static int sampleSize(int capacity, double holdout) {
        return capacity - Math.max(1, (int) Math.round(capacity * holdout));
    }

    /** The chance that a unit's number and the seed give it. */
    static SplittableRandom chance(long seed, long number) {
        return new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
    }

    /** How many units were added. */
    long seen() {
        return seen;
    }

    /** How many units of the stream those added stand for. */
    long stream() {
        return stream;
    }

    /** Adds the next unit of the stream, or the next one that {@link Thinning} left of it. */
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
        stream += SampledUnitSerde.weight(unit);
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
        int weight = SampledUnitSerde.weight(unit);
        long position = Math.max(index, stream - (long) ringSize * weight); // before it in the stream, at most
        long bound = Math.min(position + 1, (long) HORIZON * sampleSize);
        long draw = chance(seed, index).nextLong(bound);
        if (draw < (long) weight * sampleSize) {
            slots.put((int) (draw / weight), unit);
        }
    }
}
