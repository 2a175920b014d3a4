package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The scoring graph of an ensemble and its session. Not thread-safe. Closing frees its native memory. */
final class EnsembleGraph implements Ensemble {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session = Graphs.session(graph);
    private final Encoding encoding;
    private final int history;
    private final int latent;
    private final Feeds feeds;
    private final List<Operand<TFloat32>> fetches = new ArrayList<>();

    /**
     * @param history the longest of the members'
     * @param noise {@code [L, K]}
     */
    EnsembleGraph(Encoding encoding, List<Member> members, int history, float[] noise) {
        this.encoding = encoding;
        this.history = history;
        this.latent = members.get(0).spec().latent();
        this.feeds = new Feeds(tf, encoding, history);
        reference(members.get(0), noise);
        List<Operand<TFloat32>> others = new ArrayList<>();
        for (Member member : members.subList(1, members.size())) {
            others.add(tf.expandDims(surprise(member), tf.constant(0)));
        }
        if (!others.isEmpty()) {
            fetches.add(Graphs.concat(tf, others, 0));
        }
    }

    @Override
    public NetScores score(Inputs.Batch batch, int rows) {
        Session.Runner runner = session.runner();
        for (Operand<TFloat32> fetch : fetches) {
            runner.fetch(fetch);
        }
        List<org.tensorflow.Tensor> open = feeds.feed(runner, batch, rows);
        try (Result result = runner.run()) {
            return new NetScores(
                    rows,
                    encoding,
                    latent,
                    Feeds.values(result.get(0)),
                    Feeds.values(result.get(1)),
                    Feeds.values(result.get(2)),
                    Feeds.values(result.get(3)),
                    Feeds.values(result.get(4)),
                    Feeds.values(result.get(5)),
                    result.size() == 6 ? new float[0] : Feeds.values(result.get(6)));
        } finally {
            open.forEach(org.tensorflow.Tensor::close);
        }
    }

    private void reference(Member member, float[] noise) {
        int latent = member.spec().latent();
        int draws = noise.length / latent;
        Network network = network(member);
        Operand<TFloat32> x = last(feeds.x(), member.spec().history(), encoding.columns());
        Operand<TFloat32> mask = last(feeds.mask(), member.spec().history(), encoding.shares());
        Network.Posterior posterior = network.encode(x, feeds.condition());
        Operand<TFloat32> std = tf.math.exp(tf.math.mul(posterior.logVar(), tf.constant(0.5f)));
        Operand<TFloat32> eps = tf.constant(Shape.of(draws, 1, latent), DataBuffers.of(noise));
        Operand<TFloat32> z =
                tf.reshape(tf.math.add(posterior.mean(), tf.math.mul(std, eps)), tf.constant(new int[] {-1, latent}));
        Likelihoods likelihoods = network.decode(new Draws(tf, draws), z, feeds.condition(), x);
        fetches.add(network.kl(posterior));
        fetches.add(likelihoods.surprises(mask));
        fetches.add(posterior.mean());
        fetches.add(std);
        fetches.add(likelihoods.location());
        fetches.add(likelihoods.scale());
    }

    private Operand<TFloat32> surprise(Member member) {
        Network network = network(member);
        Operand<TFloat32> x = last(feeds.x(), member.spec().history(), encoding.columns());
        Operand<TFloat32> mask = last(feeds.mask(), member.spec().history(), encoding.shares());
        Network.Posterior posterior = network.encode(x, feeds.condition());
        Likelihoods likelihoods = network.decode(new Draws(tf, 1), posterior.mean(), feeds.condition(), x);
        return tf.math.add(tf.reduceSum(likelihoods.surprises(mask), tf.constant(1)), network.kl(posterior));
    }

    private Network network(Member member) {
        return new Network(tf, encoding, member.spec(), name -> constant(member, name));
    }

    private Operand<TFloat32> constant(Member member, String name) {
        Tensor tensor = member.weights().tensor(name);
        int[] shape = tensor.shape();
        Shape dimensions = shape.length == 1 ? Shape.of(shape[0]) : Shape.of(shape[0], shape[1]);
        return tf.constant(dimensions, DataBuffers.of(tensor.values()));
    }

    /** The last rows of what was fed. */
    private Operand<TFloat32> last(Operand<TFloat32> fed, int rows, int width) {
        return rows == history
                ? fed
                : tf.slice(fed, tf.constant(new int[] {0, (history - rows) * width}), tf.constant(new int[] {
                    -1, rows * width
                }));
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
