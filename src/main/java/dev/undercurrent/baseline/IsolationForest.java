package dev.undercurrent.baseline;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Isolation forest of 100 trees over 256 rows each (Liu, Ting &amp; Zhou, "Isolation Forest", 2008); features that are
 * constant in a node are not drawn there.
 */
final class IsolationForest implements Detector {
    private static final int TREES = 100;
    private static final int ROWS = 256;
    private static final double EULER = 0.5772156649015329;

    private final long seed;
    private final Tree[] trees = new Tree[TREES];
    private double norm;

    IsolationForest(long seed) {
        this.seed = seed;
    }

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
        RandomGenerator random = new SplittableRandom(seed);
        int size = Math.min(ROWS, n);
        int limit = (int) Math.ceil(Math.log(size) / Math.log(2));
        norm = Math.max(averagePath(size), Double.MIN_NORMAL);
        for (int t = 0; t < TREES; t++) {
            int[] members = Fit.sample(n, size, random);
            trees[t] = new Tree(2 * size);
            trees[t].grow(rows, members, 0, size, limit, random);
        }
    }

    @Override
    public double score(double[] row) {
        if (norm == 0) {
            throw Fit.missing();
        }
        double sum = 0;
        for (Tree tree : trees) {
            sum += tree.path(row);
        }
        return Math.pow(2, -sum / TREES / norm);
    }

    /** Average path of an unsuccessful search in a binary tree of {@code n} nodes, equation 1. */
    static double averagePath(int n) {
        return n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - 2.0 * (n - 1) / n;
    }

    /** Nodes in flat arrays; a leaf has feature −1 and holds the expected rest of the path. */
    private static final class Tree {
        private final int[] feature;
        private final double[] split;
        private final int[] right;
        private int nodes;

        Tree(int capacity) {
            feature = new int[capacity];
            split = new double[capacity];
            right = new int[capacity];
        }

        /** Adds the node over {@code members[from, to)}; its left child follows it. */
        void grow(double[][] rows, int[] members, int from, int to, int depthLeft, RandomGenerator random) {
            int node = nodes++;
            int chosen = depthLeft == 0 || to - from <= 1 ? -1 : varying(rows, members, from, to, random);
            feature[node] = chosen;
            if (chosen < 0) {
                split[node] = averagePath(to - from);
                return;
            }
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                low = Math.min(low, rows[members[i]][chosen]);
                high = Math.max(high, rows[members[i]][chosen]);
            }
            double value = low + random.nextDouble() * (high - low);
            split[node] = value;
            int middle = from;
            for (int i = from; i < to; i++) {
                if (rows[members[i]][chosen] <= value) {
                    int member = members[i];
                    members[i] = members[middle];
                    members[middle++] = member;
                }
            }
            grow(rows, members, from, middle, depthLeft - 1, random);
            right[node] = nodes;
            grow(rows, members, middle, to, depthLeft - 1, random);
        }

        private static int varying(double[][] rows, int[] members, int from, int to, RandomGenerator random) {
            int width = rows[0].length;
            int chosen = -1;
            int seen = 0;
            for (int f = 0; f < width; f++) {
                double first = rows[members[from]][f];
                for (int i = from + 1; i < to; i++) {
                    if (rows[members[i]][f] != first) {
                        if (random.nextInt(++seen) == 0) {
                            chosen = f;
                        }
                        break;
                    }
                }
            }
            return chosen;
        }

        double path(double[] row) {
            int node = 0;
            int depth = 0;
            while (feature[node] >= 0) {
                node = row[feature[node]] <= split[node] ? node + 1 : right[node];
                depth++;
            }
            return depth + split[node];
        }
    }
}
