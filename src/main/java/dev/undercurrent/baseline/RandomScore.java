package dev.undercurrent.baseline;

import java.util.SplittableRandom;

/** Scores at random: the base rate. */
final class RandomScore implements Detector {
    private final SplittableRandom random;

    RandomScore(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
    }

    @Override
    public double score(double[] row) {
        return random.nextDouble();
    }
}
