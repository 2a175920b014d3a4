package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * One member's graph with its variables, loss, gradients and Adam. Weights are resource variables and gradients are
 * taken with respect to the values read; noise is stateless, so a run is a function of its seed. Not thread-safe.
 * Closing frees its native memory.
 */
final class TrainingGraph implements AutoCloseable {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;

    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session = Graphs.session(graph);
    private final Map<String, Operand<? extends TType>> handles = new LinkedHashMap<>();
    private final Map<String, Operand<TFloat32>> reads = new LinkedHashMap<>();
    private final Map<String, Placeholder<TFloat32>> assigned = new LinkedHashMap<>();
    private final List<Op> assigns = new ArrayList<>();
    private final Map<String, int[]> shapes;
    private final Feeds feeds;
    private final Placeholder<TFloat32> schedule;
    private final Placeholder<TInt64> seed;
    private final Placeholder<TInt32> kept;
    private final Operand<TFloat32> surprises;
    private final Operand<TFloat32> means;
    private final Operand<TFloat32> loss;
    private final Op train;
    private final Op reset;
    private final Op setAll;

    /** @param trims whether {@link #step} may leave rows of a batch out */
    TrainingGraph(Encoding encoding, VaeSpec spec, boolean trims) {
        shapes = spec.shapes(encoding);
        shapes.forEach(this::variable);
        feeds = new Feeds(tf, encoding, spec.history());
        schedule = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(5)));
        seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        kept = tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
        Network network = new Network(tf, encoding, spec, reads::get);
        Network.Posterior posterior = network.encode(feeds.x(), feeds.condition());
        means = posterior.mean();
        Likelihoods likelihoods = network.decode(new Draws(tf, 1), sample(posterior), feeds.condition(), feeds.x());
        Operand<TFloat32> reconstruction = tf.reduceSum(likelihoods.surprises(feeds.mask()), tf.constant(1));
        surprises = tf.math.add(reconstruction, tf.math.mul(scheduled(Schedule.BETA), network.kl(posterior)));
        loss = trims ? trimmedMean(surprises) : tf.math.mean(surprises, tf.constant(0));
        List<Op> zero = new ArrayList<>();
        train = tf.withControlDependencies(adam(
                        clippedGradients(5 * Math.sqrt((double) spec.history() * encoding.columns())), zero))
                .noOp();
        reset = tf.withControlDependencies(zero).noOp();
        setAll = tf.withControlDependencies(assigns).noOp();
    }

    private void variable(String name, int[] dimensions) {
        Shape shape = shape(dimensions);
        VarHandleOp handle = tf.withName(name).varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
        Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        handles.put(name, handle);
        reads.put(name, tf.readVariableOp(handle, TFloat32.class));
        assigned.put(name, value);
        assigns.add(tf.assignVariableOp(handle, value));
    }

    private static Shape shape(int[] dimensions) {
        long[] sizes = new long[dimensions.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = dimensions[i];
        }
        return Shape.of(sizes);
    }

    private Operand<TFloat32> scheduled(int index) {
        return tf.squeeze(tf.slice(schedule, tf.constant(new int[] {index}), tf.constant(new int[] {1})));
    }

    /** A draw of z. Random ops have no gradient, and their shape links them to the weights: hence the stop. */
    private Operand<TFloat32> sample(Network.Posterior posterior) {
        Operand<TFloat32> noise = tf.stopGradient(tf.random.statelessRandomNormal(tf.shape(posterior.mean()), seed));
        Operand<TFloat32> std = tf.math.exp(tf.math.mul(posterior.logVar(), tf.constant(0.5f)));
        return tf.math.add(posterior.mean(), tf.math.mul(tf.math.mul(std, noise), scheduled(Schedule.NOISE)));
    }

    /** The mean over the {@code kept} least surprising rows. */
    private Operand<TFloat32> trimmedMean(Operand<TFloat32> rows) {
        Operand<TFloat32> fixed = tf.stopGradient(rows);
        TopK<TFloat32, TInt32> least = tf.nn.topK(tf.math.neg(fixed), kept, TInt32.class);
        Operand<TFloat32> limit = tf.math.neg(tf.min(least.values(), tf.constant(0)));
        Operand<TFloat32> weight = tf.dtypes.cast(tf.math.lessEqual(fixed, limit), TFloat32.class);
        Operand<TFloat32> sum = tf.reduceSum(tf.math.mul(rows, weight), tf.constant(0));
        return tf.math.div(sum, tf.reduceSum(weight, tf.constant(0)));
    }

    private List<Operand<TFloat32>> clippedGradients(double limit) {
        Output<?>[] gradients = graph.addGradients(
                loss.asOutput(), reads.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new));
        List<Operand<TFloat32>> squares = new ArrayList<>();
        for (Output<?> gradient : gradients) {
            squares.add(tf.nn.l2Loss(gradient.expect(TFloat32.class)));
        }
        Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
        Operand<TFloat32> scale = tf.math.minimum(tf.constant(1f), tf.math.div(tf.constant((float) limit), norm));
        Operand<TBool> finite = tf.math.isFinite(norm);
        List<Operand<TFloat32>> clipped = new ArrayList<>();
        for (Output<?> output : gradients) {
            Operand<TFloat32> gradient = output.expect(TFloat32.class);
            clipped.add(tf.select(finite, tf.math.mul(gradient, scale), tf.zerosLike(gradient)));
        }
        return clipped;
    }

    /** Own Adam with schedules as inputs: the library's is not reproducible. */
    private List<Op> adam(List<Operand<TFloat32>> gradients, List<Op> zero) {
        List<Op> updates = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, int[]> variable : shapes.entrySet()) {
            String name = variable.getKey();
            Shape shape = shape(variable.getValue());
            VarHandleOp m = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name + ".m"));
            VarHandleOp v = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name + ".v"));
            Operand<TFloat32> zeros = tf.zeros(tf.constant(variable.getValue()), TFloat32.class);
            zero.add(tf.assignVariableOp(m, zeros));
            zero.add(tf.assignVariableOp(v, zeros));
            updates.add(tf.train.resourceApplyAdam(
                    handle(name),
                    m,
                    v,
                    scheduled(Schedule.BETA1_POWER),
                    scheduled(Schedule.BETA2_POWER),
                    scheduled(Schedule.RATE),
                    tf.constant(BETA1),
                    tf.constant(BETA2),
                    tf.constant(1e-7f),
                    gradients.get(i++)));
        }
        return updates;
    }

    private Operand<? extends TType> handle(String name) {
        Operand<? extends TType> handle = handles.get(name);
        if (handle == null) {
            throw new IllegalStateException("no variable " + name);
        }
        return handle;
    }

    /** Sets every weight and forgets the optimizer's moments. */
    void assign(Map<String, float[]> weights) {
        Session.Runner runner = session.runner().addTarget(setAll).addTarget(reset);
        List<org.tensorflow.Tensor> open = new ArrayList<>();
        try {
            for (Map.Entry<String, Placeholder<TFloat32>> entry : assigned.entrySet()) {
                int[] dimensions = shapes.getOrDefault(entry.getKey(), new int[0]);
                float[] values = weights.getOrDefault(entry.getKey(), new float[0]);
                TFloat32 tensor = TFloat32.tensorOf(shape(dimensions), DataBuffers.of(values));
                open.add(tensor);
                runner.feed(entry.getValue(), tensor);
            }
            runner.run().close();
        } finally {
            open.forEach(org.tensorflow.Tensor::close);
        }
    }

    Weights weights() {
        Session.Runner runner = session.runner();
        reads.values().forEach(runner::fetch);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            int i = 0;
            for (Map.Entry<String, int[]> variable : shapes.entrySet()) {
                tensors.put(variable.getKey(), new Tensor(variable.getValue(), Feeds.values(result.get(i++))));
            }
        }
        return new Weights(tensors);
    }

    /** One step of Adam; returns the batch's loss in nats. */
    float step(Inputs.Batch batch, Schedule at, int keptRows, long seedOfRun) {
        Session.Runner runner = session.runner().fetch(loss).addTarget(train);
        List<org.tensorflow.Tensor> open = feeds.feed(runner, batch, batch.size);
        try {
            open.add(TFloat32.vectorOf(at.values()));
            runner.feed(schedule, open.get(open.size() - 1));
            open.add(TInt64.vectorOf(seedOfRun, at.step()));
            runner.feed(seed, open.get(open.size() - 1));
            open.add(TInt32.scalarOf(keptRows));
            runner.feed(kept, open.get(open.size() - 1));
            try (Result result = runner.run()) {
                return ((TFloat32) result.get(0)).getFloat();
            }
        } finally {
            open.forEach(org.tensorflow.Tensor::close);
        }
    }

    /**
     * −ELBO at the posterior mean, {@code [B]}, and the posterior means, {@code [B, K]}.
     *
     * @param rows how many of the batch's rows count
     */
    float[][] evaluate(Inputs.Batch batch, int rows) {
        Session.Runner runner = session.runner().fetch(surprises).fetch(means);
        List<org.tensorflow.Tensor> open = feeds.feed(runner, batch, rows);
        try {
            open.add(TFloat32.vectorOf(Schedule.EVALUATION.values()));
            runner.feed(schedule, open.get(open.size() - 1));
            open.add(TInt64.vectorOf(0, 0));
            runner.feed(seed, open.get(open.size() - 1));
            try (Result result = runner.run()) {
                return new float[][] {Feeds.values(result.get(0)), Feeds.values(result.get(1))};
            }
        } finally {
            open.forEach(org.tensorflow.Tensor::close);
        }
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
