package dev.undercurrent.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Streaming half-space trees: 25 of depth 15, windows of 250 rows, size limit 0.1 of the window (Tan, Ting &amp; Liu,
 * "Fast Anomaly Detection for Streaming Data", 2011). The work range of each feature is drawn around its range in the
 * fit rows. Learns every row after scoring it; the masses of the last full window are what it scores by.
 */
final class HalfSpaceTrees implements Detector {
    private static final int TREES = 25;
    private static final int DEPTH = 15;
    private static final int WINDOW = 250;
    private static final double SIZE_LIMIT = 0.1;
    private static final int NODES = (1 << (DEPTH + 1)) - 1;
    private static final int INNER = (1 << DEPTH) - 1;

    private final long seed;
    private final int[] feature = new int[TREES * INNER];
    private final double[] split = new double[TREES * INNER];
    private final int[] reference = new int[TREES * NODES];
    private final int[] latest = new int[TREES * NODES];
    private double[] low = {};
    private double[] high = {};
    private int window;
    private int seen;

    HalfSpaceTrees(long seed) {
        this.seed = seed;
    }

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
        SplittableRandom random = new SplittableRandom(seed);
        range(rows, n);
        for (int tree = 0; tree < TREES; tree++) {
            double[] from = new double[low.length];
            double[] to = new double[low.length];
            for (int f = 0; f < low.length; f++) {
                double centre = random.nextDouble();
                double reach = 2 * Math.max(centre, 1 - centre);
                from[f] = centre - reach;
                to[f] = centre + reach;
            }
            cut(tree, 0, from, to, random);
        }
        Arrays.fill(reference, 0);
        Arrays.fill(latest, 0);
        window = Math.min(WINDOW, n);
        seen = 0;
        for (int i = 0; i < n; i++) {
            update(rows[i]);
        }
    }

    private void range(double[][] rows, int n) {
        low = rows[0].clone();
        high = rows[0].clone();
        for (int i = 1; i < n; i++) {
            for (int f = 0; f < low.length; f++) {
                low[f] = Math.min(low[f], rows[i][f]);
                high[f] = Math.max(high[f], rows[i][f]);
            }
        }
    }

    /** Halves the box at a random feature, and its halves, down to the leaves. */
    private void cut(int tree, int node, double[] from, double[] to, SplittableRandom random) {
        if (node >= INNER) {
            return;
        }
        int f = random.nextInt(low.length);
        double middle = (from[f] + to[f]) / 2;
        feature[tree * INNER + node] = f;
        split[tree * INNER + node] = middle;
        double end = to[f];
        to[f] = middle;
        cut(tree, 2 * node + 1, from, to, random);
        to[f] = end;
        double start = from[f];
        from[f] = middle;
        cut(tree, 2 * node + 2, from, to, random);
        from[f] = start;
    }

    private int child(int tree, int node, double[] row) {
        int f = feature[tree * INNER + node];
        double span = high[f] - low[f];
        double value = span > 0 ? (row[f] - low[f]) / span : row[f] - low[f] + 0.5;
        return 2 * node + (value < split[tree * INNER + node] ? 1 : 2);
    }

    @Override
    public double score(double[] row) {
        if (low.length == 0) {
            throw Fit.missing();
        }
        double mass = 0;
        for (int tree = 0; tree < TREES; tree++) {
            int node = 0;
            int depth = 0;
            while (node < INNER && reference[tree * NODES + node] > SIZE_LIMIT * window) {
                node = child(tree, node, row);
                depth++;
            }
            mass += reference[tree * NODES + node] * (double) (1 << depth);
        }
        return -mass;
    }

    @Override
    public void update(double[] row) {
        for (int tree = 0; tree < TREES; tree++) {
            int node = 0;
            latest[tree * NODES]++;
            while (node < INNER) {
                node = child(tree, node, row);
                latest[tree * NODES + node]++;
            }
        }
        if (++seen == window) {
            System.arraycopy(latest, 0, reference, 0, latest.length);
            Arrays.fill(latest, 0);
            seen = 0;
        }
    }
}
