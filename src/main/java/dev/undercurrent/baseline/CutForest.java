package dev.undercurrent.baseline;

import com.amazon.randomcutforest.RandomCutForest;
import org.jspecify.annotations.Nullable;

/**
 * Random Cut Forest of 50 trees over 256 rows each, the defaults of its authors' library (Guha et al., "Robust Random
 * Cut Forest Based Anomaly Detection On Streams", 2016). Learns every row after scoring it.
 */
final class CutForest implements Detector {
    private static final int TREES = 50;
    private static final int ROWS = 256;

    private final long seed;
    private @Nullable RandomCutForest forest;

    CutForest(long seed) {
        this.seed = seed;
    }

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
        forest = RandomCutForest.builder()
                .dimensions(rows[0].length)
                .numberOfTrees(TREES)
                .sampleSize(ROWS)
                .randomSeed(seed)
                .parallelExecutionEnabled(false)
                .build();
        for (int i = 0; i < n; i++) {
            forest.update(floats(rows[i]));
        }
    }

    /** 0 until the forest has seen 64 rows. */
    @Override
    public double score(double[] row) {
        return forest().getAnomalyScore(floats(row));
    }

    @Override
    public void update(double[] row) {
        forest().update(floats(row));
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int f = 0; f < row.length; f++) {
            floats[f] = (float) row[f];
        }
        return floats;
    }

    private RandomCutForest forest() {
        if (forest == null) {
            throw Fit.missing();
        }
        return forest;
    }
}
