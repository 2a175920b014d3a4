package dev.undercurrent.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Means over the draws of one row: of a term of its log-likelihood, of the decoder's output and of the output's square.
 * The draws lie side by side, {@code L} of them, in an array that goes on for at least a register's width behind them.
 * Keeps the means of the last call. Not thread-safe.
 */
public final class DrawMeans {
    private static final VectorSpecies<Float> LANES = Dense.LANES;

    private final int draws;
    private final float[] terms;
    private final float[] others;
    private float[] weights = new float[0];
    private float term;
    private float output;
    private float square;

    /** @param draws {@code L} */
    public DrawMeans(int draws) {
        this.draws = draws;
        this.terms = new float[Dense.stride(draws)];
        this.others = new float[terms.length];
    }

    /** Floats that an array needs behind its last draw. */
    public static int margin() {
        return LANES.length();
    }

    /** Mean of what the last call was asked for. */
    public float term() {
        return term;
    }

    /** Mean of the output. */
    public float output() {
        return output;
    }

    /** The output's own variance over the draws, never negative. */
    public float variance() {
        return Math.max(0, square - output * output);
    }

    /** {@code (target − output)²}. */
    public void squares(float[] outputs, int at, float target) {
        square(outputs, at, target);
        average(outputs, at);
    }

    /** {@code ln(1 + (target − output)²)}. */
    public void logSquares(float[] outputs, int at, float target) {
        square(outputs, at, target);
        Elementary.log1p(terms, draws);
        average(outputs, at);
    }

    private void square(float[] outputs, int at, float target) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector distance =
                    FloatVector.fromArray(LANES, outputs, at + draw).sub(target);
            distance.mul(distance).intoArray(terms, draw);
        }
    }

    /**
     * {@code softplus(above − cost)}, with the cost of a count k by a negative binomial of {@code λ = ln(μ / r)}, the
     * output: {@code (k + r) ln(1 + exp(−|λ|)) + r max(λ, 0) + k max(−λ, 0)}.
     */
    public void counts(float[] outputs, int at, float k, float r, float above) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector.fromArray(LANES, outputs, at + draw).abs().neg().intoArray(terms, draw);
        }
        Elementary.exp(terms, draws);
        Elementary.log1p(terms, draws);
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector logRatio = FloatVector.fromArray(LANES, outputs, at + draw);
            FloatVector both = FloatVector.fromArray(LANES, terms, draw).mul(k + r);
            FloatVector one = logRatio.max(0f).mul(r).add(logRatio.neg().max(0f).mul(k));
            both.add(one).neg().add(above).intoArray(others, draw);
        }
        softplus(others, 0);
        average(outputs, at);
    }

    /** {@code softplus(output)}. */
    public void softplusses(float[] outputs, int at) {
        softplus(outputs, at);
        average(outputs, at);
    }

    /** {@code max(v, 0) + ln(1 + exp(−|v|))}. */
    private void softplus(float[] values, int at) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector.fromArray(LANES, values, at + draw).abs().neg().intoArray(terms, draw);
        }
        Elementary.exp(terms, draws);
        Elementary.log1p(terms, draws);
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector positive =
                    FloatVector.fromArray(LANES, values, at + draw).max(0f);
            positive.add(FloatVector.fromArray(LANES, terms, draw)).intoArray(terms, draw);
        }
    }

    /** {@code 1 / (1 + exp(−output))}. */
    public void logistics(float[] outputs, int at) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector.fromArray(LANES, outputs, at + draw).neg().intoArray(terms, draw);
        }
        Elementary.exp(terms, draws);
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector odds = FloatVector.fromArray(LANES, terms, draw).add(1f);
            FloatVector.broadcast(LANES, 1f).div(odds).intoArray(terms, draw);
        }
        average(outputs, at);
    }

    /**
     * A softmax over the lines of a category.
     *
     * @param outputs of its first line at {@code at}, of every next one a stride further
     * @param logits receives the mean of {@code output − ln Σ exp(outputs)} of every line
     * @param probabilities receives the mean probability of every line
     */
    public void softmax(float[] outputs, int at, int stride, float[] logits, float[] probabilities) {
        int lines = logits.length;
        int width = terms.length;
        if (weights.length < lines * width) {
            weights = new float[lines * width];
        }
        shift(outputs, at, stride, lines);
        Elementary.exp(weights, lines * width);
        share(lines);
        Elementary.log1p(terms, draws);
        average(outputs, at);
        float logSum = term + mean(others, 0);
        for (int line = 0; line < lines; line++) {
            probabilities[line] = mean(weights, line * width);
            logits[line] = mean(outputs, at + line * stride) - logSum;
        }
    }

    /** Sets the weights to the outputs less the greatest of them, which is kept. */
    private void shift(float[] outputs, int at, int stride, int lines) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector most = FloatVector.fromArray(LANES, outputs, at + draw);
            for (int line = 1; line < lines; line++) {
                most = most.max(FloatVector.fromArray(LANES, outputs, at + draw + line * stride));
            }
            most.intoArray(others, draw);
            for (int line = 0; line < lines; line++) {
                FloatVector.fromArray(LANES, outputs, at + draw + line * stride)
                        .sub(most)
                        .intoArray(weights, line * terms.length + draw);
            }
        }
    }

    /** Divides the weights by their sum, of which 1 less is kept: the greatest weight is 1. */
    private void share(int lines) {
        for (int draw = 0; draw < draws; draw += LANES.length()) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int line = 0; line < lines; line++) {
                sum = sum.add(FloatVector.fromArray(LANES, weights, line * terms.length + draw));
            }
            sum.sub(1f).max(0f).intoArray(terms, draw);
            for (int line = 0; line < lines; line++) {
                int of = line * terms.length + draw;
                FloatVector.fromArray(LANES, weights, of).div(sum).intoArray(weights, of);
            }
        }
    }

    private void average(float[] outputs, int at) {
        float sum = 0;
        float sumOfOutputs = 0;
        float sumOfSquares = 0;
        for (int draw = 0; draw < draws; draw++) {
            float one = outputs[at + draw];
            sum += terms[draw];
            sumOfOutputs += one;
            sumOfSquares += one * one;
        }
        term = sum / draws;
        output = sumOfOutputs / draws;
        square = sumOfSquares / draws;
    }

    private float mean(float[] values, int from) {
        float sum = 0;
        for (int draw = from; draw < from + draws; draw++) {
            sum += values[draw];
        }
        return sum / draws;
    }
}
