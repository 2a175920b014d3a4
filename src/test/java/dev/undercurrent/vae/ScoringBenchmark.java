package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * One scoring call of a model of 30 features, latent 8 and 16 draws, with everything that is reported per feature,
 * beside a pass of the same rows through a TensorFlow graph that only hands them back. What keeps it honest: both sides
 * encode the raw vectors, feed them and copy the result out; the weights are trained ones; every call sees another part
 * of 4,096 vectors. Run it with
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/classes:target/test-classes:$(cat target/test.classpath) dev.undercurrent.vae.ScoringBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "--add-modules=jdk.incubator.vector"})
public class ScoringBenchmark {
    private static final int FEATURES = 30;
    private static final int VECTORS = 4096;

    @Param({"1", "32", "128"})
    int batch;

    private final List<FeatureVector> vectors = vectors();
    private final Encoding encoding = Encoding.fit(
            new FeatureSchema(IntStream.range(0, FEATURES)
                    .mapToObj(i -> Vectors.number("x" + i, Likelihood.STUDENT_T))
                    .toList()),
            vectors);
    private final EnsembleNet net = net();
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Feeds feeds = new Feeds(tf, encoding, 1);
    private final Operand<TFloat32> identity = tf.identity(feeds.x());
    private final Session session = Graphs.session(graph);
    private final Inputs inputs = new Inputs(encoding, vectors, 1);
    private final Inputs.Batch scratch = new Inputs.Batch(encoding, 1, 128);
    private int next;

    private static List<FeatureVector> vectors() {
        SplittableRandom random = new SplittableRandom(1);
        List<FeatureVector> vectors = new ArrayList<>();
        for (int i = 0; i < VECTORS; i++) {
            double[] x = new double[FEATURES];
            double common = random.nextGaussian();
            for (int j = 0; j < FEATURES; j++) {
                x[j] = common * (j % 5) + random.nextGaussian();
            }
            vectors.add(Vectors.numbers(x));
        }
        return vectors;
    }

    private EnsembleNet net() {
        ModelConfig config = Vectors.config(100, 0);
        VaeTrainer trainer = new VaeTrainer(config, encoding, () -> false);
        VaeSpec spec = VaeSpec.of(config, encoding, 1);
        return new EnsembleNet(
                encoding, List.of(trainer.train(spec, vectors, List.of(), 1).member()), 16, 1);
    }

    @TearDown
    public void close() {
        net.close();
        session.close();
        graph.close();
    }

    private int start() {
        next = (next + batch) % (VECTORS - batch);
        return next;
    }

    @Benchmark
    public NetScores score() {
        int start = start();
        return net.score(vectors.subList(start, start + batch));
    }

    @Benchmark
    public float[] identity() {
        int start = start();
        for (int i = 0; i < batch; i++) {
            inputs.copyTo(scratch, start + i, i);
        }
        Session.Runner runner = session.runner().fetch(identity);
        List<Tensor> open = feeds.feed(runner, scratch, batch);
        try (Result result = runner.run()) {
            return Feeds.values(result.get(0));
        } finally {
            open.forEach(Tensor::close);
        }
    }

    /** Runs this benchmark alone. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ScoringBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
