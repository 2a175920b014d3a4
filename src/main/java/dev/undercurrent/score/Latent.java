package dev.undercurrent.score;

import java.util.Arrays;

/** The approximate posterior q(z|x) of one unit, a diagonal Gaussian. Immutable: the arrays are handed over. */
public final class Latent {
    /** Without a code, as in the baseline stage. */
    public static final Latent NONE = new Latent(new float[0], new float[0]);

    private final float[] mean;
    private final float[] std;

    /**
     * @param mean {@code [K]}
     * @param std {@code [K]}, each positive
     */
    public Latent(float[] mean, float[] std) {
        if (mean.length != std.length) {
            throw new IllegalArgumentException("std: " + std.length + " (expected: " + mean.length + " as mean)");
        }
        this.mean = mean;
        this.std = std;
    }

    /** Its dimensions, {@code K}. */
    public int size() {
        return mean.length;
    }

    public float mean(int dimension) {
        return mean[dimension];
    }

    public float std(int dimension) {
        return std[dimension];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latent that && Arrays.equals(mean, that.mean) && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
    }

    @Override
    public String toString() {
        return "Latent[mean=" + Arrays.toString(mean) + ", std=" + Arrays.toString(std) + "]";
    }
}
