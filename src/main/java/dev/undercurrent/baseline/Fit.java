package dev.undercurrent.baseline;

import java.util.random.RandomGenerator;

/** What the detectors share about the rows they learn from. */
final class Fit {
    private Fit() {}

    static void check(double[][] rows, int n) {
        if (n < 1 || n > rows.length) {
            throw new IllegalArgumentException("n: " + n + " (expected: 1.." + rows.length + ")");
        }
    }

    static IllegalStateException missing() {
        return new IllegalStateException("score: called before fit (expected: fit first)");
    }

    static double[] column(double[][] rows, int n, int column) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = rows[i][column];
        }
        return values;
    }

    /** The first {@code size} of 0..n−1 in random order (Fisher–Yates). */
    static int[] sample(int n, int size, RandomGenerator random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int[] sample = new int[Math.min(n, size)];
        for (int i = 0; i < sample.length; i++) {
            int other = i + random.nextInt(n - i);
            sample[i] = order[other];
            order[other] = order[i];
        }
        return sample;
    }
}
