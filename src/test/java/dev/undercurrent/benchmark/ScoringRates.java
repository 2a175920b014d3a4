package dev.undercurrent.benchmark;

import com.amazon.randomcutforest.RandomCutForest;
import com.sun.management.ThreadMXBean;
import dev.undercurrent.features.Encoder;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.NetScores;
import dev.undercurrent.vae.OnnxEnsemble;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Scoring alone, on one thread: the networks, the whole score with its reasons, the same network exported to ONNX
 * Runtime, and a Random Cut Forest that scores and learns the same encoded vectors. Rounds are interleaved; medians
 * count.
 */
final class ScoringRates {
    private static final int BATCH = 128;
    private static final int REASONS = 5;
    private static final int TREES = 50;
    private static final int ROWS = 256;
    private static final int FOREST_SHARE = 10;
    /** For the compiler. */
    private static final int WARMUP = 4;

    private final ModelVersion version;
    private final List<FeatureVector> vectors;
    private final float[][] encoded;

    /**
     * How fast one of them is. Immutable.
     *
     * @param rows a second, the median of the rounds
     * @param overForest times the forest's rate in the same round, the median of these
     * @param bytes that Java allocates for a row
     */
    record Rate(double rows, double overForest, double bytes) {}

    /**
     * Of all of them. Immutable.
     *
     * @param stolen share of the cores' time that the host gave to others, 0..1
     * @param consumed of what was computed, so that it had to be
     */
    record Result(Rate net, Rate score, Rate onnx, Rate forest, double stolen, double consumed) {}

    ScoringRates(ModelVersion version, List<FeatureVector> vectors) {
        this.version = version;
        this.vectors = vectors.subList(0, vectors.size() / BATCH * BATCH);
        this.encoded = encoded(version.encoding(), vectors);
    }

    private static float[][] encoded(Encoding encoding, List<FeatureVector> vectors) {
        float[][] rows = new float[vectors.size()][encoding.columns()];
        float[] mask = new float[encoding.shares()];
        float[] condition = new float[encoding.conditionColumns()];
        Encoder encoder = new Encoder(encoding, 1);
        for (int row = 0; row < rows.length; row++) {
            encoder.encode(vectors.subList(row, row + 1), 0, rows[row], mask, condition);
        }
        return rows;
    }

    Result measure(int rounds) throws IOException {
        Stolen before = Stolen.now();
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(version.encoding().columns())
                .numberOfTrees(TREES)
                .sampleSize(ROWS)
                .randomSeed(1)
                .parallelExecutionEnabled(false)
                .build();
        try (Scorer scorer = version.scorer(REASONS);
                EnsembleNet net = new EnsembleNet(
                        version.encoding(), version.members(), version.config().draws(), version.seed());
                EnsembleNet onnx = OnnxEnsemble.net(
                        version.encoding(), version.members(), version.config().draws(), version.seed())) {
            Contender alone = batched(rounds, batch -> last(net.score(batch)));
            Contender whole = batched(rounds, batch -> last(scorer.score(batch)));
            Contender exported = batched(rounds, batch -> last(onnx.score(batch)));
            Contender trees = new Contender(rounds, encoded.length / FOREST_SHARE, 1, row -> {
                double score = forest.getAnomalyScore(encoded[row]);
                forest.update(encoded[row]);
                return score;
            });
            double consumed = 0;
            for (int round = -WARMUP; round < rounds; round++) {
                for (Contender contender : List.of(alone, whole, exported, trees)) {
                    consumed += contender.run(Math.max(0, round));
                }
            }
            return new Result(
                    alone.rate(trees),
                    whole.rate(trees),
                    exported.rate(trees),
                    trees.rate(trees),
                    Stolen.now().since(before),
                    consumed);
        }
    }

    private Contender batched(int rounds, ToDoubleFunction<List<FeatureVector>> work) {
        return new Contender(
                rounds, vectors.size(), BATCH, from -> work.applyAsDouble(vectors.subList(from, from + BATCH)));
    }

    /** One of those that are compared, and what its rounds gave. */
    private static final class Contender {
        private final double[] rates;
        private final int rows;
        private final int step;
        private final IntToDoubleFunction work;
        private double bytes;

        Contender(int rounds, int rows, int step, IntToDoubleFunction work) {
            this.rates = new double[rounds];
            this.rows = rows;
            this.step = step;
            this.work = work;
        }

        double run(int round) {
            long before = allocated();
            long began = System.nanoTime();
            double sum = 0;
            for (int from = 0; from < rows; from += step) {
                sum += work.applyAsDouble(from);
            }
            rates[round] = rows * 1e9 / (System.nanoTime() - began);
            bytes = (double) (allocated() - before) / rows;
            return sum;
        }

        Rate rate(Contender yardstick) {
            double[] ratios = IntStream.range(0, rates.length)
                    .mapToDouble(round -> rates[round] / yardstick.rates[round])
                    .toArray();
            return new Rate(StatUtils.percentile(rates, 50), StatUtils.percentile(ratios, 50), bytes);
        }
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
}
