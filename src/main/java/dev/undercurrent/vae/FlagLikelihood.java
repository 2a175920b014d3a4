package dev.undercurrent.vae;

import dev.undercurrent.features.FeatureEncoding;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * {@code −x ln p − (1 − x) ln(1 − p)}, of shares as of flags. The decoder says how far a rate is from its base rate: a
 * rare one would take a short training to come down to.
 */
final class FlagLikelihood implements HeadLikelihood {
    private final Ops tf;
    private final Operand<TFloat32> base;

    /**
     * @param features of one row of history
     * @param history {@code T}
     */
    FlagLikelihood(Ops tf, List<FeatureEncoding> features, int history) {
        float[] logits = new float[history * features.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logit(features.get(i % features.size()));
        }
        this.tf = tf;
        this.base = tf.constant(Shape.of(logits.length, 1), DataBuffers.of(logits));
    }

    /** Of a flag's base rate. */
    static float logit(FeatureEncoding feature) {
        double rate = feature.standardizer().mean();
        return rate > 0 && rate < 1 ? (float) Math.log(rate / (1 - rate)) : 0;
    }

    @Override
    public Operand<TFloat32> factor() {
        return tf.onesLike(base);
    }

    @Override
    public Operand<TFloat32> shift() {
        return base;
    }

    @Override
    public Operand<TFloat32> surprise(Columns columns) {
        Operand<TFloat32> logits = columns.output();
        Operand<TFloat32> known = tf.math.mul(columns.x(), columns.mean(logits));
        return tf.math.sub(columns.mean(tf.math.softplus(logits)), known);
    }

    @Override
    public Operand<TFloat32> location(Columns columns) {
        return columns.mean(tf.math.sigmoid(columns.output()));
    }

    @Override
    public Operand<TFloat32> scale(Columns columns) {
        return tf.zerosLike(columns.x());
    }
}
