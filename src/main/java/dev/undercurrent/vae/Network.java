package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/** Encoder and decoder of one member over weights of any kind. Lives while a graph is built. */
final class Network {
    private static final float LEAK = 0.1f;

    private final Ops tf;
    private final Encoding encoding;
    private final VaeSpec spec;
    private final Function<String, Operand<TFloat32>> weights;
    private final Likelihoods likelihoods;

    /** @param weights by the names of {@link VaeSpec#shapes} */
    Network(Ops tf, Encoding encoding, VaeSpec spec, Function<String, Operand<TFloat32>> weights) {
        this.tf = tf;
        this.encoding = encoding;
        this.spec = spec;
        this.weights = weights;
        this.likelihoods = new Likelihoods(tf, encoding, spec.history(), weights.apply("scale"));
    }

    /**
     * The approximate posterior q(z|x), a diagonal Gaussian; {@code [B, K]} each.
     *
     * @param mean its means
     * @param logVar its log-variances, within ±8
     */
    record Posterior(Operand<TFloat32> mean, Operand<TFloat32> logVar) {}

    /**
     * @param x {@code [B, T · D]}
     * @param condition {@code [B, C]}; not looked at if C is 0
     */
    Posterior encode(Operand<TFloat32> x, Operand<TFloat32> condition) {
        Operand<TFloat32> last = conditioned(x, condition);
        for (int layer = 0; layer < spec.widths().size(); layer++) {
            last = tf.nn.leakyRelu(dense(last, "encoder." + layer), LeakyRelu.alpha(LEAK));
        }
        List<? extends Operand<TFloat32>> halves =
                Graphs.split(tf, dense(last, "latent"), new int[] {spec.latent(), spec.latent()});
        return new Posterior(halves.get(0), tf.clipByValue(halves.get(1), tf.constant(-8f), tf.constant(8f)));
    }

    /**
     * The decoder's output, {@code [N, T · D]}.
     *
     * @param z {@code [N, K]}
     * @param condition {@code [N, C]}
     */
    Operand<TFloat32> decode(Operand<TFloat32> z, Operand<TFloat32> condition) {
        Operand<TFloat32> last = conditioned(z, condition);
        for (int layer = 0; layer < spec.widths().size(); layer++) {
            last = tf.nn.leakyRelu(dense(last, "decoder." + layer), LeakyRelu.alpha(LEAK));
        }
        return dense(last, "output");
    }

    /**
     * KL divergence of the posterior from the standard normal, in nats: {@code ½ Σₖ (exp(logVar) + mean² − 1 − logVar)}
     * (Kingma &amp; Welling, "Auto-Encoding Variational Bayes", 2014, appendix B); {@code [B]}, never negative.
     */
    Operand<TFloat32> kl(Posterior posterior) {
        Operand<TFloat32> grown = tf.math.sub(tf.math.expm1(posterior.logVar()), posterior.logVar());
        Operand<TFloat32> sum = tf.reduceSum(tf.math.add(grown, tf.math.square(posterior.mean())), tf.constant(1));
        return tf.math.mul(tf.constant(0.5f), sum);
    }

    /**
     * Negative log-likelihood of each scored feature, summed over the rows: {@code [B, S]}.
     *
     * @param output {@code [B, T · D]}
     * @param x {@code [B, T · D]}
     * @param mask {@code [B, T · S]}
     */
    Operand<TFloat32> shares(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> mask) {
        return tf.reduceSum(likelihoods.surprises(rows(output), rows(x), maskRows(mask)), tf.constant(1));
    }

    /** {@link #shares} averaged over draws; the output is {@code [L · B, T · D]}. */
    Operand<TFloat32> shares(Operand<TFloat32> output, Operand<TFloat32> x, Operand<TFloat32> mask, int draws) {
        Operand<TFloat32> all = likelihoods.surprises(drawn(output, draws), rows(x), maskRows(mask));
        return tf.math.mean(tf.reduceSum(all, tf.constant(2)), tf.constant(0));
    }

    /** What the decoder expects of the last row; the output is {@code [L · B, T · D]}. */
    Likelihoods.Expectation expectation(Operand<TFloat32> output, int draws) {
        return likelihoods.expectation(drawn(output, draws), spec.history());
    }

    private Operand<TFloat32> drawn(Operand<TFloat32> output, int draws) {
        return tf.reshape(output, tf.constant(new int[] {draws, -1, spec.history(), encoding.columns()}));
    }

    private Operand<TFloat32> rows(Operand<TFloat32> x) {
        return tf.reshape(x, tf.constant(new int[] {-1, spec.history(), encoding.columns()}));
    }

    private Operand<TFloat32> maskRows(Operand<TFloat32> mask) {
        return tf.reshape(mask, tf.constant(new int[] {-1, spec.history(), encoding.shares()}));
    }

    private Operand<TFloat32> conditioned(Operand<TFloat32> x, Operand<TFloat32> condition) {
        List<Operand<TFloat32>> parts = new ArrayList<>(List.of(x));
        if (encoding.conditionColumns() > 0) {
            parts.add(condition);
        }
        return Graphs.concat(tf, parts, 1);
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x, String name) {
        return tf.nn.biasAdd(tf.linalg.matMul(x, weights.apply(name + ".w")), weights.apply(name + ".b"));
    }
}
