package dev.undercurrent.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

        /** @param unit null for none any more */
        void put(int slot, byte @Nullable [] unit);

        /** Slots that end with the process. */
        static Slots inMemory() {
            return new InMemory(new HashMap<>());
        }
    }

    private record InMemory(Map<Integer, byte[]> units) implements Slots {
        @Override
        public byte @Nullable [] get(int slot) {
            return units.get(slot);
        }

        @Override
        public void put(int slot, byte @Nullable [] unit) {
            units.put(slot, unit);
        }
    }

    /**
     * How many units are kept where: slots from 0 on are the sample's, those behind them the ring's. Immutable.
     *
     * @param sample 0 or more
     * @param ring 1 or more
     */
    record Sizes(int sample, int ring) {
        static Sizes of(TrainingConfig config) {
            int ring = Math.max(1, (int) Math.round(config.sample() * config.holdout()));
            return new Sizes(config.sample() - ring, ring);
        }

        int slots() {
            return sample + ring;
        }
    }

    private final Sizes sizes;
    private final long seed;
    private final Slots slots;
    private long seen;
    private long stream;

    /**
     * @param sizes those that what lies in the slots was kept by
     * @param seen units added before, as {@link #seen()} said then
     * @param stream units that those stood for, as {@link #stream()} said then
     */
    Reservoir(Sizes sizes, long seed, Slots slots, long seen, long stream) {
        this.sizes = sizes;
        this.seed = seed;
        this.slots = slots;
        this.seen = seen;
        this.stream = stream;
    }

    /** One of other sizes, which the units that are kept here are the whole stream of. They lie in its places then. */
    Reservoir moved(Sizes other) {
        Slots places = Slots.inMemory();
        Reservoir moved = new Reservoir(other, seed, places, 0, 0);
        Contents kept = contents();
        kept.sample().forEach(moved::add);
        kept.latest().forEach(moved::add);
        for (int slot = 0; slot < Math.max(sizes.slots(), other.slots()); slot++) {
            byte[] unit = places.get(slot);
            if (!Arrays.equals(unit, slots.get(slot))) {
                slots.put(slot, unit);
            }
        }
        return new Reservoir(other, seed, slots, moved.seen, moved.stream);
    }

    /** The sizes that what lies in the slots is kept by. */
    Sizes sizes() {
        return sizes;
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
        if (seen >= sizes.ring) {
            byte[] oldest = slots.get(slot);
            if (oldest != null) {
                offer(oldest, seen - sizes.ring);
            }
        }
        slots.put(slot, unit);
        seen++;
        stream += SampledUnitSerde.weight(unit);
    }

    /** What is kept, oldest first: the sample in slot order, then the ring from its oldest to its latest unit. */
    Contents contents() {
        List<byte[]> sample = new ArrayList<>();
        for (int slot = 0; slot < sizes.sample; slot++) {
            byte[] unit = slots.get(slot);
            if (unit != null) {
                sample.add(unit);
            }
        }
        List<byte[]> latest = new ArrayList<>();
        for (long index = Math.max(0, seen - sizes.ring); index < seen; index++) {
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
        return sizes.sample + (int) (index % sizes.ring);
    }

    private void offer(byte[] unit, long index) {
        if (SampledUnitSerde.isFlagged(unit)) {
            return; // the learning guard: what was flagged is looked at by the calibration but never learnt
        }
        if (index < sizes.sample) {
            slots.put((int) index, unit);
            return;
        }
        int weight = SampledUnitSerde.weight(unit);
        long position = Math.max(index, stream - (long) sizes.ring * weight); // before it in the stream, at most
        long bound = Math.min(position + 1, (long) HORIZON * sizes.sample);
        long draw = chance(seed, index).nextLong(bound);
        if (draw < (long) weight * sizes.sample) {
            slots.put((int) (draw / weight), unit);
        }
    }
}
