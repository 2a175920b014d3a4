package dev.undercurrent.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A dense layer, {@code y = max(v, leak · v)} of {@code v = Wᵀ x + b}, over matrices of one line a unit and one column
 * a row of the batch or a draw. Immutable.
 */
public final class Dense {
    static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** Units that are summed up at once, each in a register of its own. */
    private static final int BLOCK = 8;

    private final int inputs;
    private final int lines;
    private final float[] weights;
    private final float[] bias;
    private final float leak;

    /**
     * @param inputs lines that it reads, {@code I}
     * @param weights row-major {@code [I, O]}
     * @param bias {@code [O]}
     * @param leak slope below 0, at most 1; 1 for a linear layer
     */
    public Dense(int inputs, float[] weights, float[] bias, float leak) {
        int outputs = bias.length;
        this.inputs = inputs;
        this.lines = (outputs + BLOCK - 1) / BLOCK * BLOCK;
        this.weights = new float[inputs * lines];
        this.bias = Arrays.copyOf(bias, lines);
        this.leak = leak;
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                int block = output / BLOCK * BLOCK;
                this.weights[block * inputs + input * BLOCK + output - block] = weights[input * outputs + output];
            }
        }
    }

    /** Columns of memory that a line of so many columns takes: whole registers. */
    public static int stride(int columns) {
        return (columns + LANES.length() - 1) / LANES.length() * LANES.length();
    }

    /** Lines that it writes, its units and some that mean nothing. */
    public int lines() {
        return lines;
    }

    /**
     * Applies it to whole lines.
     *
     * @param x {@code [I, stride]}
     * @param y {@code [lines, stride]}, another array
     * @param stride as {@link #stride} gives it
     */
    public void apply(float[] x, float[] y, int stride) {
        for (int line = 0; line < lines; line += BLOCK) {
            for (int column = 0; column < stride; column += LANES.length()) {
                block(x, y, stride, line, column);
            }
        }
    }

    private void block(float[] x, float[] y, int stride, int line, int column) {
        FloatVector y0 = FloatVector.broadcast(LANES, bias[line]);
        FloatVector y1 = FloatVector.broadcast(LANES, bias[line + 1]);
        FloatVector y2 = FloatVector.broadcast(LANES, bias[line + 2]);
        FloatVector y3 = FloatVector.broadcast(LANES, bias[line + 3]);
        FloatVector y4 = FloatVector.broadcast(LANES, bias[line + 4]);
        FloatVector y5 = FloatVector.broadcast(LANES, bias[line + 5]);
        FloatVector y6 = FloatVector.broadcast(LANES, bias[line + 6]);
        FloatVector y7 = FloatVector.broadcast(LANES, bias[line + 7]);
        int at = line * inputs;
        for (int input = 0; input < inputs; input++) {
            FloatVector v = FloatVector.fromArray(LANES, x, input * stride + column);
            y0 = v.fma(FloatVector.broadcast(LANES, weights[at]), y0);
            y1 = v.fma(FloatVector.broadcast(LANES, weights[at + 1]), y1);
            y2 = v.fma(FloatVector.broadcast(LANES, weights[at + 2]), y2);
            y3 = v.fma(FloatVector.broadcast(LANES, weights[at + 3]), y3);
            y4 = v.fma(FloatVector.broadcast(LANES, weights[at + 4]), y4);
            y5 = v.fma(FloatVector.broadcast(LANES, weights[at + 5]), y5);
            y6 = v.fma(FloatVector.broadcast(LANES, weights[at + 6]), y6);
            y7 = v.fma(FloatVector.broadcast(LANES, weights[at + 7]), y7);
            at += BLOCK;
        }
        int to = line * stride + column;
        activated(y0).intoArray(y, to);
        activated(y1).intoArray(y, to + stride);
        activated(y2).intoArray(y, to + 2 * stride);
        activated(y3).intoArray(y, to + 3 * stride);
        activated(y4).intoArray(y, to + 4 * stride);
        activated(y5).intoArray(y, to + 5 * stride);
        activated(y6).intoArray(y, to + 6 * stride);
        activated(y7).intoArray(y, to + 7 * stride);
    }

    private FloatVector activated(FloatVector v) {
        return v.max(v.mul(leak));
    }
}
