package dev.undercurrent.simulation;

import java.util.random.RandomGenerator;

/** Draws the generators share. */
final class Chance {
    private Chance() {}

    /** A Poisson draw by Knuth's product of uniforms; for means of up to a few dozen. */
    static int poisson(RandomGenerator random, double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** {@code exp(sigma · N(0, 1))}: a factor whose median is 1. */
    static double logNormal(RandomGenerator random, double sigma) {
        return Math.exp(sigma * random.nextGaussian());
    }

    /** The index of one of {@code weights}, which add up to {@code total}. */
    static int index(RandomGenerator random, double[] weights, double total) {
        double left = random.nextDouble() * total;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
