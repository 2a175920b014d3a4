package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;

/**
 * The vectors that the baseline knows: the first 512, then a reservoir in which every vector seen has the same chance
 * (Vitter, "Random Sampling with a Reservoir", 1985, algorithm R), decided by its number alone. A store that keeps slot
 * → vector and the count can therefore rebuild it. Not thread-safe: its scorer owns it.
 */
public final class BaselineSample {
    /** Most vectors that are kept. */
    public static final int CAPACITY = 512;

    /** What {@link #slotFor} gives for a vector that is not kept. */
    public static final int NONE = -1;

    private final List<FeatureVector> vectors = new ArrayList<>();
    private long seen;

    /**
     * The slot that a vector takes, or {@link #NONE}.
     *
     * @param number of the vector, from 0
     */
    public static int slotFor(long number) {
        if (number < CAPACITY) {
            return (int) number;
        }
        long slot = Long.remainderUnsigned(mixed(number), number + 1);
        return slot < CAPACITY ? (int) slot : NONE;
    }

    /** SplitMix64's output function (Steele, Lea &amp; Flood, 2014). */
    private static long mixed(long number) {
        long z = (number + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) >>> 1;
    }

    /** Takes one more vector; returns the slot it was put in, or {@link #NONE}. */
    int add(FeatureVector vector) {
        int slot = slotFor(seen++);
        if (slot != NONE) {
            put(slot, vector);
        }
        return slot;
    }

    /**
     * Puts back what a store kept, slots ascending. At least once, an instance that comes back after another has taken
     * its place may have written an older count over a newer one, or a kill may have come between the two: then it is
     * the vectors that count.
     */
    void restore(List<FeatureVector> kept, long count) {
        vectors.clear();
        vectors.addAll(kept);
        seen = kept.size() < CAPACITY ? kept.size() : Math.max(count, CAPACITY);
    }

    private void put(int slot, FeatureVector vector) {
        if (slot == vectors.size()) {
            vectors.add(vector);
        } else {
            vectors.set(slot, vector);
        }
    }

    List<FeatureVector> vectors() {
        return vectors;
    }

    /** How many vectors were offered so far. */
    long seen() {
        return seen;
    }
}
