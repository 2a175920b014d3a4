package dev.undercurrent.vae;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Student's t, or a Gaussian, around the decoder's output, which is scaled so that a plain square is left. */
final class NumberLikelihood implements HeadLikelihood {
    /** The least squared scale, in encoded units: the variance floor. */
    static final float LEAST_VARIANCE = 0.01f;

    static final float NU = 4;
    /** {@code ln Γ((ν + 1) / 2) − ln Γ(ν / 2) − ½ ln(ν π)} for ν = 4. */
    static final float STUDENT = (float) (Math.log(3 * Math.sqrt(Math.PI) / 4) - 0.5 * Math.log(4 * Math.PI));

    static final float NORMAL = (float) (-0.5 * Math.log(2 * Math.PI));

    private final Ops tf;
    private final boolean student;
    private final Operand<TFloat32> variance;
    private final Operand<TFloat32> factor;

    /**
     * @param student whether it has the heavy tails of Student's t, ν = 4
     * @param spread squared scales above the least, {@code [m, 1]}
     */
    NumberLikelihood(Ops tf, boolean student, Operand<TFloat32> spread) {
        this.tf = tf;
        this.student = student;
        this.variance = tf.math.add(spread, tf.constant(LEAST_VARIANCE));
        this.factor = tf.math.rsqrt(tf.math.mul(variance, tf.constant(student ? NU : 2f)));
    }

    @Override
    public Operand<TFloat32> factor() {
        return factor;
    }

    @Override
    public Operand<TFloat32> shift() {
        return tf.zerosLike(factor);
    }

    @Override
    public Operand<TFloat32> surprise(Columns columns) {
        Operand<TFloat32> target = columns.draws().repeat(tf.math.mul(columns.x(), factor));
        Operand<TFloat32> square = tf.math.squaredDifference(target, columns.output());
        Operand<TFloat32> halfLog = tf.math.mul(tf.math.log(variance), tf.constant(0.5f));
        if (!student) {
            return tf.math.add(columns.mean(square), tf.math.sub(halfLog, tf.constant(NORMAL)));
        }
        Operand<TFloat32> distance = columns.mean(tf.math.log(tf.math.add(square, tf.constant(1f))));
        return tf.math.add(
                tf.math.mul(distance, tf.constant((NU + 1) / 2)), tf.math.sub(halfLog, tf.constant(STUDENT)));
    }

    @Override
    public Operand<TFloat32> location(Columns columns) {
        return tf.math.div(columns.mean(columns.output()), factor);
    }

    @Override
    public Operand<TFloat32> scale(Columns columns) {
        Operand<TFloat32> drawn = tf.math.div(columns.variance(), tf.math.square(factor));
        return tf.math.sqrt(tf.math.add(drawn, variance));
    }
}
