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
    /** Slope of a hidden unit below 0. */
    static final float LEAK = 0.1f;

    private final Ops tf;
    private final Encoding encoding;
    private final VaeSpec spec;
    private final Function<String, Operand<TFloat32>> weights;

    /** @param weights by the names of {@link VaeSpec#shapes} */
    Network(Ops tf, Encoding encoding, VaeSpec spec, Function<String, Operand<TFloat32>> weights) {
        this.tf = tf;
        this.encoding = encoding;
        this.spec = spec;
        this.weights = weights;
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
                Graphs.split(tf, dense(last, "latent"), new int[] {spec.latent(), spec.latent()}, 1);
        return new Posterior(halves.get(0), tf.clipByValue(halves.get(1), tf.constant(-8f), tf.constant(8f)));
    }

    /**
     * What the decoder makes of latent codes, averaged over their draws.
     *
     * @param z {@code [L · B, K]}, draw by draw
     * @param condition {@code [B, C]}
     * @param x {@code [B, T · D]}
     */
    Likelihoods decode(Draws draws, Operand<TFloat32> z, Operand<TFloat32> condition, Operand<TFloat32> x) {
        Operand<TFloat32> last = conditioned(z, draws.repeatRows(condition));
        for (int layer = 0; layer < spec.widths().size(); layer++) {
            last = tf.nn.leakyRelu(dense(last, "decoder." + layer), LeakyRelu.alpha(LEAK));
        }
        return new Likelihoods(draws, encoding, spec.history(), weights, last, x);
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
