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

    /** Units that are summed up at once, each in two registers of its own: an input is loaded for all of them. */
    private static final int BLOCK = 4;

    private static final int LANE = LANES.length();
    private static final int STEP = 2 * LANE;

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

    /** Columns of memory that a line of so many columns takes: whole pairs of registers. */
    public static int stride(int columns) {
        return (columns + STEP - 1) / STEP * STEP;
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
            for (int column = 0; column < stride; column += STEP) {
                block(x, y, stride, line, column);
            }
        }
    }

    private void block(float[] x, float[] y, int stride, int line, int column) {
        FloatVector y0 = FloatVector.broadcast(LANES, bias[line]);
        FloatVector y1 = FloatVector.broadcast(LANES, bias[line + 1]);
        FloatVector y2 = FloatVector.broadcast(LANES, bias[line + 2]);
        FloatVector y3 = FloatVector.broadcast(LANES, bias[line + 3]);
        FloatVector z0 = y0;
        FloatVector z1 = y1;
        FloatVector z2 = y2;
        FloatVector z3 = y3;
        int at = line * inputs;
        int from = column;
        for (int input = 0; input < inputs; input++) {
            FloatVector first = FloatVector.fromArray(LANES, x, from);
            FloatVector second = FloatVector.fromArray(LANES, x, from + LANE);
            FloatVector w0 = FloatVector.broadcast(LANES, weights[at]);
            FloatVector w1 = FloatVector.broadcast(LANES, weights[at + 1]);
            FloatVector w2 = FloatVector.broadcast(LANES, weights[at + 2]);
            FloatVector w3 = FloatVector.broadcast(LANES, weights[at + 3]);
            y0 = first.fma(w0, y0);
            z0 = second.fma(w0, z0);
            y1 = first.fma(w1, y1);
            z1 = second.fma(w1, z1);
            y2 = first.fma(w2, y2);
            z2 = second.fma(w2, z2);
            y3 = first.fma(w3, y3);
            z3 = second.fma(w3, z3);
            at += BLOCK;
            from += stride;
        }
        int to = line * stride + column;
        activated(y0).intoArray(y, to);
        activated(z0).intoArray(y, to + LANE);
        activated(y1).intoArray(y, to + stride);
        activated(z1).intoArray(y, to + stride + LANE);
        activated(y2).intoArray(y, to + 2 * stride);
        activated(z2).intoArray(y, to + 2 * stride + LANE);
        activated(y3).intoArray(y, to + 3 * stride);
        activated(z3).intoArray(y, to + 3 * stride + LANE);
    }

    private FloatVector activated(FloatVector v) {
        return v.max(v.mul(leak));
    }
}
