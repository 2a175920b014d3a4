package dev.undercurrent.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Means over the draws of one row, of neighbouring lines of the decoder's output at once: of a term of each line's
 * log-likelihood, of the output and of its square. The draws of a line lie side by side, {@code L} of them, in an array
 * that goes on for at least a register's width behind the last. Keeps the means of the last call. Not thread-safe.
 */
public final class DrawMeans {
    private static final VectorSpecies<Float> LANES = Dense.LANES;

    private final int draws;
    private final int width;
    private final float[] terms;
    private final float[] others;
    private final float[] term;
    private final float[] output;
    private final float[] square;

    /**
     * @param draws {@code L}
     * @param lines most of them at once
     */
    public DrawMeans(int draws, int lines) {
        this.draws = draws;
        this.width = (draws + LANES.length() - 1) / LANES.length() * LANES.length();
        this.terms = new float[lines * width];
        this.others = new float[lines * width];
        this.term = new float[lines];
        this.output = new float[lines];
        this.square = new float[lines];
    }

    /** Floats that an array needs behind its last draw. */
    public static int margin() {
        return LANES.length();
    }

    /** Mean of what the last call was asked for. */
    public float term(int line) {
        return term[line];
    }

    /** Mean of a line's output. */
    public float output(int line) {
        return output[line];
    }

    /** The output's own variance over the draws, never negative; of numbers and counts. */
    public float variance(int line) {
        return Math.max(0, square[line] - output[line] * output[line]);
    }

    /**
     * {@code (target − output)²}.
     *
     * @param outputs of the first line at {@code at}, of every next one a stride further
     * @param targets one a line; as many lines are looked at
     */
    public void squares(float[] outputs, int at, int stride, float[] targets) {
        square(outputs, at, stride, targets);
        average(outputs, at, stride, targets.length);
        spread(outputs, at, stride, targets.length);
    }

    /** {@code ln(1 + (target − output)²)}; see {@link #squares}. */
    public void logSquares(float[] outputs, int at, int stride, float[] targets) {
        square(outputs, at, stride, targets);
        Elementary.log1p(terms, targets.length * width);
        average(outputs, at, stride, targets.length);
        spread(outputs, at, stride, targets.length);
    }

    private void square(float[] outputs, int at, int stride, float[] targets) {
        for (int line = 0; line < targets.length; line++) {
            for (int draw = 0; draw < draws; draw += LANES.length()) {
                FloatVector distance = FloatVector.fromArray(LANES, outputs, at + line * stride + draw)
                        .sub(targets[line]);
                distance.mul(distance).intoArray(terms, line * width + draw);
            }
        }
    }

    /**
     * {@code softplus(above − cost)}, with the cost of a count k by a negative binomial of {@code λ = ln(μ / r)}, the
     * output: {@code (k + r) ln(1 + exp(−|λ|)) + r max(λ, 0) + k max(−λ, 0)}. Arrays as in {@link #squares}.
     */
    public void counts(float[] outputs, int at, int stride, float[] k, float[] r, float[] above) {
        int lines = k.length;
        fade(outputs, at, stride, lines);
        for (int line = 0; line < lines; line++) {
            for (int draw = 0; draw < draws; draw += LANES.length()) {
                int of = line * width + draw;
                FloatVector logRatio = FloatVector.fromArray(LANES, outputs, at + line * stride + draw);
                FloatVector both = FloatVector.fromArray(LANES, terms, of).mul(k[line] + r[line]);
                FloatVector one =
                        logRatio.max(0f).mul(r[line]).add(logRatio.neg().max(0f).mul(k[line]));
                both.add(one).neg().add(above[line]).intoArray(others, of);
            }
        }
        softplus(others, 0, width, lines);
        average(outputs, at, stride, lines);
        spread(outputs, at, stride, lines);
    }

    /** {@code softplus(output)} of so many lines; the rest as in {@link #squares}. */
    public void softplusses(float[] outputs, int at, int stride, int lines) {
        softplus(outputs, at, stride, lines);
        average(outputs, at, stride, lines);
    }

    /** Sets the terms to {@code max(v, 0) + ln(1 + exp(−|v|))}. */
    private void softplus(float[] values, int at, int stride, int lines) {
        fade(values, at, stride, lines);
        for (int line = 0; line < lines; line++) {
            for (int draw = 0; draw < draws; draw += LANES.length()) {
                int of = line * width + draw;
                FloatVector positive = FloatVector.fromArray(LANES, values, at + line * stride + draw)
                        .max(0f);
                positive.add(FloatVector.fromArray(LANES, terms, of)).intoArray(terms, of);
            }
        }
    }

    /** Sets the terms to {@code ln(1 + exp(−|v|))}. */
    private void fade(float[] values, int at, int stride, int lines) {
        for (int line = 0; line < lines; line++) {
            for (int draw = 0; draw < draws; draw += LANES.length()) {
                FloatVector.fromArray(LANES, values, at + line * stride + draw)
                        .abs()
                        .neg()
                        .intoArray(terms, line * width + draw);
            }
        }
        Elementary.exp(terms, lines * width);
        Elementary.log1p(terms, lines * width);
    }

    /** {@code 1 / (1 + exp(−output))} of so many lines; the rest as in {@link #squares}. */
    public void logistics(float[] outputs, int at, int stride, int lines) {
        for (int line = 0; line < lines; line++) {
            for (int draw = 0; draw < draws; draw += LANES.length()) {
                FloatVector.fromArray(LANES, outputs, at + line * stride + draw)
                        .neg()
                        .intoArray(terms, line * width + draw);
            }
        }
        Elementary.exp(terms, lines * width);
        for (int of = 0; of < lines * width; of += LANES.length()) {
            FloatVector odds = FloatVector.fromArray(LANES, terms, of).add(1f);
            FloatVector.broadcast(LANES, 1f).div(odds).intoArray(terms, of);
        }
        average(outputs, at, stride, lines);
    }

    /**
     * A softmax over so many lines: the terms are their probabilities.
     *
     * @return mean of {@code ln Σ exp(outputs)}
     */
    public float softmax(float[] outputs, int at, int stride, int lines) {
        shift(outputs, at, stride, lines);
        Elementary.exp(terms, lines * width);
        float mean = mean(others, 0);
        share(lines);
        Elementary.log1p(others, width);
        average(outputs, at, stride, lines);
        return mean + mean(others, 0);
    }

    /** Sets the terms to the outputs less the greatest of them, which is kept. */
    private void shift(float[] outputs, int at, int stride, int lines) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector most = FloatVector.fromArray(LANES, outputs, at + draw);
            for (int line = 1; line < lines; line++) {
                most = most.max(FloatVector.fromArray(LANES, outputs, at + line * stride + draw));
            }
            most.intoArray(others, draw);
            for (int line = 0; line < lines; line++) {
                FloatVector.fromArray(LANES, outputs, at + line * stride + draw)
                        .sub(most)
                        .intoArray(terms, line * width + draw);
            }
        }
    }

    /** Divides the terms by their sum, of which 1 less is kept: the greatest is 1. */
    private void share(int lines) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int line = 0; line < lines; line++) {
                sum = sum.add(FloatVector.fromArray(LANES, terms, line * width + draw));
            }
            sum.sub(1f).max(0f).intoArray(others, draw);
            for (int line = 0; line < lines; line++) {
                int of = line * width + draw;
                FloatVector.fromArray(LANES, terms, of).div(sum).intoArray(terms, of);
            }
        }
    }

    private void spread(float[] outputs, int at, int stride, int lines) {
        for (int line = 0; line < lines; line++) {
            square[line] = squareMean(outputs, at + line * stride);
        }
    }

    private void average(float[] outputs, int at, int stride, int lines) {
        for (int line = 0; line < lines; line++) {
            term[line] = mean(terms, line * width);
            output[line] = mean(outputs, at + line * stride);
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
