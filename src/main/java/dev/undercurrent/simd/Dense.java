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

    /** Units that are summed up at once, each in registers of its own: an input is loaded for all of them. */
    private static final int BLOCK = 4;

    private static final int LANE = LANES.length();
    private static final int STEP = 2 * LANE;
    private static final int WIDE = 4 * LANE;

    /** Registers of 512 bits come 32 at a time, of which {@link #wide} takes 21; narrower ones are 16. */
    private static final boolean MANY_REGISTERS = LANES.vectorBitSize() >= 512;

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
        int wide = MANY_REGISTERS ? stride / WIDE * WIDE : 0;
        for (int line = 0; line < lines; line += BLOCK) {
            for (int column = 0; column < wide; column += WIDE) {
                wide(x, y, stride, line, column);
            }
            for (int column = wide; column < stride; column += STEP) {
                narrow(x, y, stride, line, column);
            }
        }
    }

    /** Two registers a unit. */
    private void narrow(float[] x, float[] y, int stride, int line, int column) {
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
        y0.max(y0.mul(leak)).intoArray(y, to);
        z0.max(z0.mul(leak)).intoArray(y, to + LANE);
        y1.max(y1.mul(leak)).intoArray(y, to + stride);
        z1.max(z1.mul(leak)).intoArray(y, to + stride + LANE);
        y2.max(y2.mul(leak)).intoArray(y, to + 2 * stride);
        z2.max(z2.mul(leak)).intoArray(y, to + 2 * stride + LANE);
        y3.max(y3.mul(leak)).intoArray(y, to + 3 * stride);
        z3.max(z3.mul(leak)).intoArray(y, to + 3 * stride + LANE);
    }

    /** Four registers a unit, which spares a third of the time: half of the loads and checks of two. */
    private void wide(float[] x, float[] y, int stride, int line, int column) {
        FloatVector u0 = FloatVector.broadcast(LANES, bias[line]);
        FloatVector u1 = FloatVector.broadcast(LANES, bias[line + 1]);
        FloatVector u2 = FloatVector.broadcast(LANES, bias[line + 2]);
        FloatVector u3 = FloatVector.broadcast(LANES, bias[line + 3]);
        FloatVector v0 = u0;
        FloatVector v1 = u1;
        FloatVector v2 = u2;
        FloatVector v3 = u3;
        FloatVector y0 = u0;
        FloatVector y1 = u1;
        FloatVector y2 = u2;
        FloatVector y3 = u3;
        FloatVector z0 = u0;
        FloatVector z1 = u1;
        FloatVector z2 = u2;
        FloatVector z3 = u3;
        int at = line * inputs;
        int from = column;
        for (int input = 0; input < inputs; input++) {
            FloatVector first = FloatVector.fromArray(LANES, x, from);
            FloatVector second = FloatVector.fromArray(LANES, x, from + LANE);
            FloatVector third = FloatVector.fromArray(LANES, x, from + 2 * LANE);
            FloatVector fourth = FloatVector.fromArray(LANES, x, from + 3 * LANE);
            FloatVector w0 = FloatVector.broadcast(LANES, weights[at]);
            u0 = first.fma(w0, u0);
            v0 = second.fma(w0, v0);
            y0 = third.fma(w0, y0);
            z0 = fourth.fma(w0, z0);
            FloatVector w1 = FloatVector.broadcast(LANES, weights[at + 1]);
            u1 = first.fma(w1, u1);
            v1 = second.fma(w1, v1);
            y1 = third.fma(w1, y1);
            z1 = fourth.fma(w1, z1);
            FloatVector w2 = FloatVector.broadcast(LANES, weights[at + 2]);
            u2 = first.fma(w2, u2);
            v2 = second.fma(w2, v2);
            y2 = third.fma(w2, y2);
            z2 = fourth.fma(w2, z2);
            FloatVector w3 = FloatVector.broadcast(LANES, weights[at + 3]);
            u3 = first.fma(w3, u3);
            v3 = second.fma(w3, v3);
            y3 = third.fma(w3, y3);
            z3 = fourth.fma(w3, z3);
            at += BLOCK;
            from += stride;
        }
        int to = line * stride + column;
        u0.max(u0.mul(leak)).intoArray(y, to);
        v0.max(v0.mul(leak)).intoArray(y, to + LANE);
        y0.max(y0.mul(leak)).intoArray(y, to + 2 * LANE);
        z0.max(z0.mul(leak)).intoArray(y, to + 3 * LANE);
        u1.max(u1.mul(leak)).intoArray(y, to + stride);
        v1.max(v1.mul(leak)).intoArray(y, to + stride + LANE);
        y1.max(y1.mul(leak)).intoArray(y, to + stride + 2 * LANE);
        z1.max(z1.mul(leak)).intoArray(y, to + stride + 3 * LANE);
        u2.max(u2.mul(leak)).intoArray(y, to + 2 * stride);
        v2.max(v2.mul(leak)).intoArray(y, to + 2 * stride + LANE);
        y2.max(y2.mul(leak)).intoArray(y, to + 2 * stride + 2 * LANE);
        z2.max(z2.mul(leak)).intoArray(y, to + 2 * stride + 3 * LANE);
        u3.max(u3.mul(leak)).intoArray(y, to + 3 * stride);
        v3.max(v3.mul(leak)).intoArray(y, to + 3 * stride + LANE);
        y3.max(y3.mul(leak)).intoArray(y, to + 3 * stride + 2 * LANE);
        z3.max(z3.mul(leak)).intoArray(y, to + 3 * stride + 3 * LANE);
    }
}
