package dev.undercurrent.benchmark;

import com.amazon.randomcutforest.RandomCutForest;
import com.sun.management.ThreadMXBean;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.NetScores;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Scoring alone, on one thread: the networks, the whole score with its reasons, and a Random Cut Forest that scores and
 * learns the same encoded vectors. Rounds are interleaved; medians count.
 */
final class ScoringRates {
    private static final int BATCH = 128;
    private static final int REASONS = 5;
    private static final int TREES = 50;
    private static final int ROWS = 256;
    private static final int FOREST_SHARE = 10;

    private final ModelVersion version;
    private final List<FeatureVector> vectors;
    private final float[][] encoded;

    /**
     * Rows a second, and bytes that Java allocates for a row. Immutable.
     *
     * @param consumed of what was computed, so that it had to be
     */
    record Result(double net, double score, double forest, double netBytes, double scoreBytes, double consumed) {}

    ScoringRates(ModelVersion version, List<FeatureVector> vectors) {
        this.version = version;
        this.vectors = vectors.subList(0, vectors.size() / BATCH * BATCH);
        this.encoded = encoded(version.encoding(), vectors);
    }

    private static float[][] encoded(Encoding encoding, List<FeatureVector> vectors) {
        float[][] rows = new float[vectors.size()][encoding.columns()];
        float[] mask = new float[encoding.shares()];
        float[] condition = new float[encoding.conditionColumns()];
        for (int row = 0; row < rows.length; row++) {
            encoding.encode(vectors.get(row), 1, rows[row], 0, mask, 0, condition, 0);
        }
        return rows;
    }

    Result measure(int rounds) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(version.encoding().columns())
                .numberOfTrees(TREES)
                .sampleSize(ROWS)
                .randomSeed(1)
                .parallelExecutionEnabled(false)
                .build();
        double[][] rates = new double[3][rounds];
        double[] bytes = new double[2];
        double consumed = 0;
        try (Scorer scorer = version.scorer(REASONS);
                EnsembleNet net = new EnsembleNet(
                        version.encoding(), version.members(), version.config().draws(), version.seed())) {
            IntToDoubleFunction whole = from -> last(scorer.score(vectors.subList(from, from + BATCH)));
            IntToDoubleFunction alone = from -> last(net.score(vectors.subList(from, from + BATCH)));
            for (int round = -1; round < rounds; round++) { // the first is for the compiler
                int at = Math.max(0, round);
                long before = allocated();
                consumed += timed(rates[0], at, vectors.size(), BATCH, alone);
                bytes[0] = (double) (allocated() - before) / vectors.size();
                before = allocated();
                consumed += timed(rates[1], at, vectors.size(), BATCH, whole);
                bytes[1] = (double) (allocated() - before) / vectors.size();
                consumed += timed(rates[2], at, encoded.length / FOREST_SHARE, 1, row -> {
                    double score = forest.getAnomalyScore(encoded[row]);
                    forest.update(encoded[row]);
                    return score;
                });
            }
        }
        return new Result(median(rates[0]), median(rates[1]), median(rates[2]), bytes[0], bytes[1], consumed);
    }

    private static double timed(double[] rates, int round, int rows, int step, IntToDoubleFunction work) {
        long began = System.nanoTime();
        double sum = 0;
        for (int from = 0; from < rows; from += step) {
            sum += work.applyAsDouble(from);
        }
        rates[round] = rows * 1e9 / (System.nanoTime() - began);
        return sum;
    }

    private static double last(List<Score> scores) {
        return scores.get(scores.size() - 1).score();
    }

    private static double last(NetScores scores) {
        return scores.surprise(scores.size() - 1);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
