package dev.undercurrent.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Distance to the 5th nearest of up to 5,000 randomly kept rows (Ramaswamy, Rastogi &amp; Shim, "Efficient Algorithms
 * for Mining Outliers from Large Data Sets", 2000).
 */
final class NeighbourDistance implements Detector {
    private static final int NEIGHBOURS = 5;
    private static final int ROWS = 5_000;

    private final long seed;
    private final double[] nearest = new double[NEIGHBOURS];
    private double[] kept = {};
    private int rank;

    NeighbourDistance(long seed) {
        this.seed = seed;
    }

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
        int width = rows[0].length;
        int[] sample = Fit.sample(n, ROWS, new SplittableRandom(seed));
        kept = new double[sample.length * width];
        for (int i = 0; i < sample.length; i++) {
            System.arraycopy(rows[sample[i]], 0, kept, i * width, width);
        }
        rank = Math.min(NEIGHBOURS, sample.length);
    }

    @Override
    public double score(double[] row) {
        if (kept.length == 0) {
            throw Fit.missing();
        }
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int start = 0; start < kept.length; start += row.length) {
            double bound = nearest[rank - 1];
            double distance = 0;
            for (int f = 0; f < row.length && distance < bound; f++) {
                double difference = row[f] - kept[start + f];
                distance += difference * difference;
            }
            if (distance < bound) {
                insert(distance);
            }
        }
        return Math.sqrt(nearest[rank - 1]);
    }

    private void insert(double distance) {
        int place = rank - 1;
        while (place > 0 && nearest[place - 1] > distance) {
            nearest[place] = nearest[place - 1];
            place--;
        }
        nearest[place] = distance;
    }
}
