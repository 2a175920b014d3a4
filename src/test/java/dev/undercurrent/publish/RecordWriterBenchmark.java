package dev.undercurrent.publish;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.Row;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.threshold.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One score record of 30 features, a third of them with all the decimals a double has, five reasons and a latent code
 * of 8. Honest because each call writes another of 1,024 records and returns its bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordWriterBenchmark {
    private static final int RECORDS = 1024;
    private static final int FEATURES = 30;
    private static final int REASONS = 5;
    private static final int LATENT = 8;

    private final RecordWriter writer = new RecordWriter();
    private final List<ScoreRecord> records = records();
    private int next;

    private static List<ScoreRecord> records() {
        SplittableRandom random = new SplittableRandom(1);
        Input.Layout layout = new Input.Layout(new FeatureSchema(IntStream.range(0, FEATURES)
                .mapToObj(i -> Feature.aggregate("customer.mean.amount." + i, FeatureType.NUMBER))
                .toList()));
        String[] texts = new String[FEATURES];
        Arrays.fill(texts, "");
        List<ScoreRecord> records = new ArrayList<>();
        for (int record = 0; record < RECORDS; record++) {
            double[] numbers = new double[FEATURES];
            for (int slot = 0; slot < FEATURES; slot++) {
                numbers[slot] = slot % 3 == 0 ? 100 * random.nextDouble() : random.nextInt(10_000) / 100.0;
            }
            Score score = score(random);
            records.add(new ScoreRecord(
                    "p" + (1_000_000_000L + record),
                    "c00204",
                    1_763_148_048_644L,
                    1_763_148_048_700L,
                    "card-fraud",
                    false,
                    score,
                    new Verdict(0.001, false),
                    layout.of(new Row(1_763_148_048_644L, numbers, texts))));
        }
        return records;
    }

    private static Score score(SplittableRandom random) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < REASONS; i++) {
            double expected = 100 * random.nextDouble();
            reasons.add(new Reason(
                    "customer.mean.amount." + i,
                    Value.of(random.nextInt(10_000) / 100.0),
                    Value.of(expected),
                    expected / 3,
                    expected * 3,
                    random.nextDouble()));
        }
        float[] mean = new float[LATENT];
        float[] std = new float[LATENT];
        for (int k = 0; k < LATENT; k++) {
            mean[k] = (float) random.nextGaussian();
            std[k] = (float) random.nextDouble(0.1, 1);
        }
        return new Score(
                3,
                Stage.MODEL,
                random.nextGaussian(),
                40 + random.nextGaussian(),
                -38 + random.nextGaussian(),
                2 + random.nextDouble(),
                random.nextDouble(0.001, 1),
                reasons,
                random.nextDouble(),
                new Latent(mean, std));
    }

    /** Writes the next record. */
    @Benchmark
    public byte[] write() {
        next = (next + 1) % RECORDS;
        return writer.write(records.get(next));
    }
}
