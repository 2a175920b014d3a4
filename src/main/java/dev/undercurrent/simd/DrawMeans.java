package dev.undercurrent.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Means over the draws of each row of a chunk, of neighbouring lines of the decoder's output at once: of a term of each
 * line's log-likelihood, of the output and of its square. A line holds the draws of the chunk's rows one after the
 * other, {@code L} a row, and goes on to its stride with what means nothing; all of it is computed, as long loops are
 * the fast ones. Keeps the means of the last call. Not thread-safe.
 */
public final class DrawMeans {
    private static final VectorSpecies<Float> LANES = Dense.LANES;

    private final int draws;
    private final float[] terms;
    private final float[] others;
    private final float[] first;
    private final float[] second;
    private final float[] term;
    private final float[] output;
    private final float[] square;
    private final float[] logSum;
    private float[] outputs = {};
    private int stride;
    private int rows;

    /**
     * @param draws {@code L}
     * @param rows most of a chunk
     * @param lines most of them at once
     */
    public DrawMeans(int draws, int rows, int lines) {
        int most = lines * Dense.stride(rows * draws);
        this.draws = draws;
        this.terms = new float[most];
        this.others = new float[most];
        this.first = new float[most];
        this.second = new float[most];
        this.term = new float[lines * rows];
        this.output = new float[lines * rows];
        this.square = new float[lines * rows];
        this.logSum = new float[rows];
    }

    /**
     * Turns to another chunk.
     *
     * @param outputs of the decoder, {@code [lines, stride]}; read until the next chunk
     * @param stride {@link Dense#stride} of the chunk's draws
     */
    public void over(float[] outputs, int stride, int rows) {
        this.outputs = outputs;
        this.stride = stride;
        this.rows = rows;
    }

    /** Rows of the chunk. */
    public int rows() {
        return rows;
    }

    /** Mean of what the last call was asked for. */
    public float term(int line, int row) {
        return term[line * rows + row];
    }

    /** Mean of a line's output. */
    public float output(int line, int row) {
        return output[line * rows + row];
    }

    /** The output's own variance over the draws, never negative; of numbers and counts. */
    public float variance(int line, int row) {
        int at = line * rows + row;
        return Math.max(0, square[at] - output[at] * output[at]);
    }

    /** Mean of {@code ln Σ exp(outputs)} of the lines of the last softmax. */
    public float logSum(int row) {
        return logSum[row];
    }

    /**
     * {@code (target − output)²}.
     *
     * @param from the first line
     * @param lines so many are looked at
     * @param targets {@code [lines, rows]}
     */
    public void squares(int from, int lines, float[] targets) {
        square(from * stride, lines, targets);
        average(from, lines);
        spread(from, lines);
    }

    /** {@code ln(1 + (target − output)²)}; see {@link #squares}. */
    public void logSquares(int from, int lines, float[] targets) {
        square(from * stride, lines, targets);
        Elementary.log1p(terms, lines * stride);
        average(from, lines);
        spread(from, lines);
    }

    private void square(int at, int lines, float[] targets) {
        repeat(targets, lines, first);
        for (int i = 0; i < lines * stride; i += LANES.length()) {
            FloatVector distance =
                    FloatVector.fromArray(LANES, outputs, at + i).sub(FloatVector.fromArray(LANES, first, i));
            distance.mul(distance).intoArray(terms, i);
        }
    }

    /** Gives each draw of a row the row's value. */
    private void repeat(float[] values, int lines, float[] repeated) {
        for (int line = 0; line < lines; line++) {
            for (int row = 0; row < rows; row++) {
                int to = line * stride + row * draws;
                Arrays.fill(repeated, to, to + draws, values[line * rows + row]);
            }
        }
    }

    /**
     * {@code softplus(above − cost)}, with the cost of a count k by a negative binomial of {@code λ = ln(μ / r)}, the
     * output: {@code (k + r) ln(1 + exp(−|λ|)) + r max(λ, 0) + k max(−λ, 0)}.
     *
     * @param k {@code [lines, rows]}
     * @param r {@code [lines]}
     * @param above {@code [lines, rows]}
     */
    public void counts(int from, int lines, float[] k, float[] r, float[] above) {
        repeat(k, lines, first);
        repeat(above, lines, second);
        fade(outputs, from * stride, lines);
        for (int line = 0; line < lines; line++) {
            cost((from + line) * stride, line * stride, r[line]);
        }
        softplus(others, 0, lines);
        average(from, lines);
        spread(from, lines);
    }

    /** Of one line: sets the others to what is above less the cost, the terms being {@code ln(1 + exp(−|λ|))}. */
    private void cost(int at, int of, float r) {
        for (int i = 0; i < stride; i += LANES.length()) {
            FloatVector logRatio = FloatVector.fromArray(LANES, outputs, at + i);
            FloatVector positive = logRatio.max(0f);
            FloatVector k = FloatVector.fromArray(LANES, first, of + i);
            FloatVector both = FloatVector.fromArray(LANES, terms, of + i).mul(k.add(r));
            FloatVector one = positive.mul(r).add(positive.sub(logRatio).mul(k));
            FloatVector.fromArray(LANES, second, of + i).sub(both.add(one)).intoArray(others, of + i);
        }
    }

    /** {@code softplus(output)}; the rest as in {@link #squares}. */
    public void softplusses(int from, int lines) {
        softplus(outputs, from * stride, lines);
        average(from, lines);
    }

    /** Sets the terms to {@code max(v, 0) + ln(1 + exp(−|v|))}. */
    private void softplus(float[] values, int at, int lines) {
        fade(values, at, lines);
        for (int i = 0; i < lines * stride; i += LANES.length()) {
            FloatVector positive = FloatVector.fromArray(LANES, values, at + i).max(0f);
            positive.add(FloatVector.fromArray(LANES, terms, i)).intoArray(terms, i);
        }
    }

    /** Sets the terms to {@code ln(1 + exp(−|v|))}. */
    private void fade(float[] values, int at, int lines) {
        for (int i = 0; i < lines * stride; i += LANES.length()) {
            FloatVector.fromArray(LANES, values, at + i).abs().neg().intoArray(terms, i);
        }
        Elementary.exp(terms, lines * stride);
        Elementary.log1p(terms, lines * stride);
    }

    /** {@code 1 / (1 + exp(−output))}; the rest as in {@link #squares}. */
    public void logistics(int from, int lines) {
        int at = from * stride;
        for (int i = 0; i < lines * stride; i += LANES.length()) {
            FloatVector.fromArray(LANES, outputs, at + i).neg().intoArray(terms, i);
        }
        Elementary.exp(terms, lines * stride);
        for (int i = 0; i < lines * stride; i += LANES.length()) {
            FloatVector odds = FloatVector.fromArray(LANES, terms, i).add(1f);
            FloatVector.broadcast(LANES, 1f).div(odds).intoArray(terms, i);
        }
        average(from, lines);
    }

    /** A softmax over so many lines: the terms are their probabilities. Also leaves {@link #logSum}. */
    public void softmax(int from, int lines) {
        shift(from * stride, lines);
        for (int row = 0; row < rows; row++) {
            logSum[row] = mean(others, row * draws);
        }
        Elementary.exp(terms, lines * stride);
        share(lines);
        Elementary.log1p(others, stride);
        for (int row = 0; row < rows; row++) {
            logSum[row] += mean(others, row * draws);
        }
        average(from, lines);
    }

    /** Sets the terms to the outputs less the greatest of them, which is kept. */
    private void shift(int at, int lines) {
        for (int draw = 0; draw < stride; draw += LANES.length()) {
            FloatVector most = FloatVector.fromArray(LANES, outputs, at + draw);
            for (int line = 1; line < lines; line++) {
                most = most.max(FloatVector.fromArray(LANES, outputs, at + line * stride + draw));
            }
            most.intoArray(others, draw);
            for (int line = 0; line < lines; line++) {
                int of = line * stride + draw;
                FloatVector.fromArray(LANES, outputs, at + of).sub(most).intoArray(terms, of);
            }
        }
    }

    /** Divides the terms by their sum, of which 1 less is kept: the greatest is 1. */
    private void share(int lines) {
        for (int draw = 0; draw < stride; draw += LANES.length()) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int line = 0; line < lines; line++) {
                sum = sum.add(FloatVector.fromArray(LANES, terms, line * stride + draw));
            }
            sum.sub(1f).max(0f).intoArray(others, draw);
            for (int line = 0; line < lines; line++) {
                int of = line * stride + draw;
                FloatVector.fromArray(LANES, terms, of).div(sum).intoArray(terms, of);
            }
        }
    }

    private void spread(int from, int lines) {
        for (int line = 0; line < lines; line++) {
            for (int row = 0; row < rows; row++) {
                square[line * rows + row] = squareMean(outputs, (from + line) * stride + row * draws);
            }
        }
    }

    private void average(int from, int lines) {
        for (int line = 0; line < lines; line++) {
            for (int row = 0; row < rows; row++) {
                int at = line * stride + row * draws;
                term[line * rows + row] = mean(terms, at);
                output[line * rows + row] = mean(outputs, from * stride + at);
            }
        }
    }

    /** Four sums that do not wait for each other; in this order whatever the registers' width. */
    private float mean(float[] values, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int end = from + draws;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return (a + b + (c + d)) / draws;
    }

    private float squareMean(float[] values, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int end = from + draws;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            d += values[i + 3] * values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i] * values[i];
        }
        return (a + b + (c + d)) / draws;
    }
}
