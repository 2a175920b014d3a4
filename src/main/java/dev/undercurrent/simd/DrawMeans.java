package dev.undercurrent.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Means over the draws of each row of a chunk, of lines of the decoder's output: of a term of each line's
 * log-likelihood, of the output and of its square. The draws come in groups; of a group's output a line holds the first
 * draw of all rows, then the second, and goes on to its stride with what means nothing. So neighbours in a register are
 * rows, nothing is summed up across registers, and a chunk that is not full costs as much as a full one.
 *
 * <p>A sum of logarithms is that of a product, whose mantissa and exponent are kept apart: one logarithm a row instead
 * of one a draw. Not thread-safe.
 */
public final class DrawMeans {
    private static final VectorSpecies<Float> LANES = Dense.LANES;
    private static final VectorSpecies<Integer> POWERS = IntVector.SPECIES_PREFERRED;
    private static final int LANE = LANES.length();

    /** Columns of a group's output; more lines of them leave the processor's first cache. */
    private static final int COLUMNS = 64;

    private static final FloatVector ONE = FloatVector.broadcast(LANES, 1f);

    private final int draws;
    private final int rows;
    private final int lines;
    private final float[] terms;
    private final float[] others;
    private final float[] product;
    private final int[] power;
    private final float[] plain;
    private final float[] output;
    private final float[] square;
    private final float[] share;
    private float[] outputs = {};
    private int group;
    private int stride;

    /**
     * @param draws {@code L}
     * @param lines of the output
     */
    public DrawMeans(int draws, int lines) {
        this.draws = draws;
        this.rows = rows(draws);
        this.lines = lines;
        int most = Dense.stride(rows * group(draws));
        this.terms = new float[lines * most];
        this.others = new float[Math.max(3, lines) * most];
        this.product = new float[lines * rows];
        this.power = new int[lines * rows];
        this.plain = new float[lines * rows];
        this.output = new float[lines * rows];
        this.square = new float[lines * rows];
        this.share = new float[lines * rows];
    }

    /** Rows of a chunk, a power of two, {@code W}. */
    public static int rows(int draws) {
        return Math.max(LANE, Integer.highestOneBit(Math.max(1, COLUMNS / draws)));
    }

    /** Most draws of a group. */
    public static int group(int draws) {
        return Math.min(draws, Math.max(1, COLUMNS / rows(draws)));
    }

    /** Begins with another chunk. */
    public void begin() {
        Arrays.fill(product, 1);
        Arrays.fill(power, 0);
        Arrays.fill(plain, 0);
        Arrays.fill(output, 0);
        Arrays.fill(square, 0);
        Arrays.fill(share, 0);
    }

    /**
     * Turns to another group of the chunk's draws.
     *
     * @param outputs of the decoder, {@code [lines, stride]} with a stride of {@code Dense.stride(W · group)}; read
     *     until the next group
     */
    public void over(float[] outputs, int group) {
        this.outputs = outputs;
        this.group = group;
        this.stride = Dense.stride(rows * group);
    }

    /** Ends the chunk: only now there are means. */
    public void end() {
        int count = lines * rows;
        System.arraycopy(product, 0, terms, 0, count);
        Elementary.log(terms, count);
        FloatVector part = FloatVector.broadcast(LANES, 1f / draws);
        for (int i = 0; i < count; i += LANE) {
            FloatVector twos = IntVector.fromArray(POWERS, power, i)
                    .add(Elementary.ROUNDER_BITS)
                    .reinterpretAsFloats()
                    .sub(Elementary.ROUNDER);
            FloatVector sum = twos.fma(Elementary.LN_2, FloatVector.fromArray(LANES, terms, i))
                    .add(FloatVector.fromArray(LANES, plain, i));
            FloatVector mean = FloatVector.fromArray(LANES, output, i).mul(part);
            mean.intoArray(output, i);
            mean.mul(0f).add(sum.mul(part)).intoArray(plain, i); // an output that is no number has no likelihood
            FloatVector.fromArray(LANES, square, i).mul(part).intoArray(square, i);
            FloatVector.fromArray(LANES, share, i).mul(part).intoArray(share, i);
        }
    }

    /** Mean of what was added for a line. */
    public float term(int line, int row) {
        return plain[line * rows + row];
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

    /** Mean probability of a flag, or of a line of a softmax. */
    public float share(int line, int row) {
        return share[line * rows + row];
    }

    /**
     * Adds {@code (target − output)²}.
     *
     * @param from the first line
     * @param count so many are looked at
     * @param targets {@code [count, W]}
     */
    public void squares(int from, int count, float[] targets) {
        for (int i = 0; i < count * rows; i += LANE) {
            squares(from * rows + i, at(from, i), targets, i);
        }
    }

    private void squares(int to, int from, float[] targets, int target) {
        FloatVector wanted = FloatVector.fromArray(LANES, targets, target);
        FloatVector sum = FloatVector.fromArray(LANES, plain, to);
        FloatVector means = FloatVector.fromArray(LANES, output, to);
        FloatVector squares = FloatVector.fromArray(LANES, square, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            FloatVector value = FloatVector.fromArray(LANES, outputs, at);
            FloatVector distance = value.sub(wanted);
            sum = distance.fma(distance, sum);
            means = means.add(value);
            squares = value.fma(value, squares);
        }
        sum.intoArray(plain, to);
        means.intoArray(output, to);
        squares.intoArray(square, to);
    }

    /** Adds {@code ln(1 + (target − output)²)}; see {@link #squares}. */
    public void logSquares(int from, int count, float[] targets) {
        for (int i = 0; i < count * rows; i += LANE) {
            logSquares(from * rows + i, at(from, i), targets, i);
        }
    }

    private void logSquares(int to, int from, float[] targets, int target) {
        FloatVector wanted = FloatVector.fromArray(LANES, targets, target);
        FloatVector mantissa = FloatVector.fromArray(LANES, product, to);
        IntVector exponent = IntVector.fromArray(POWERS, power, to);
        FloatVector means = FloatVector.fromArray(LANES, output, to);
        FloatVector squares = FloatVector.fromArray(LANES, square, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            FloatVector value = FloatVector.fromArray(LANES, outputs, at);
            FloatVector distance = value.sub(wanted);
            IntVector bits = distance.fma(distance, ONE).reinterpretAsInts();
            IntVector twos = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, Elementary.MANTISSA);
            mantissa = mantissa.mul(bits.sub(twos.lanewise(VectorOperators.LSHL, Elementary.MANTISSA))
                    .reinterpretAsFloats());
            exponent = exponent.add(twos);
            means = means.add(value);
            squares = value.fma(value, squares);
        }
        mantissa.intoArray(product, to);
        exponent.intoArray(power, to);
        split(to);
        means.intoArray(output, to);
        squares.intoArray(square, to);
    }

    /** Moves what a product's mantissa has grown by to its exponent. */
    private void split(int at) {
        IntVector bits = FloatVector.fromArray(LANES, product, at).reinterpretAsInts();
        IntVector twos = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, Elementary.MANTISSA);
        IntVector.fromArray(POWERS, power, at).add(twos).intoArray(power, at);
        bits.sub(twos.lanewise(VectorOperators.LSHL, Elementary.MANTISSA))
                .reinterpretAsFloats()
                .intoArray(product, at);
    }

    /**
     * Adds {@code softplus(above − cost)}, with the cost of a count k by a negative binomial of {@code λ = ln(μ / r)},
     * the output: {@code (k + r) ln(1 + exp(−|λ|)) + r max(λ, 0) + k max(−λ, 0)}.
     *
     * @param k {@code [count, W]}
     * @param r {@code [count]}
     * @param above {@code [count, W]}
     */
    public void counts(int from, int count, float[] k, float[] r, float[] above) {
        int first = from * stride;
        int all = count * stride;
        for (int i = 0; i < all; i += LANE) {
            FloatVector.fromArray(LANES, outputs, first + i).abs().neg().intoArray(terms, i);
        }
        Elementary.exp(terms, all);
        Elementary.log1p(terms, all);
        for (int i = 0; i < count * rows; i += LANE) {
            cost(at(from, i), at(0, i), k, above, i, r[i / rows]);
        }
        Elementary.exp(terms, all);
        for (int i = 0; i < count * rows; i += LANE) {
            softplusses(from * rows + i, at(0, i), others);
            moments(from * rows + i, at(from, i));
        }
    }

    /** Sets the others to what is above less the cost, and the terms to minus the size of that. */
    private void cost(int from, int to, float[] k, float[] above, int at, float r) {
        FloatVector counts = FloatVector.fromArray(LANES, k, at);
        FloatVector known = FloatVector.fromArray(LANES, above, at);
        FloatVector both = counts.add(r);
        for (int draw = 0, offset = 0; draw < group; draw++, offset += rows) {
            FloatVector logRatio = FloatVector.fromArray(LANES, outputs, from + offset);
            FloatVector positive = logRatio.max(0f);
            FloatVector one = positive.mul(r).add(positive.sub(logRatio).mul(counts));
            FloatVector left = known.sub(
                    FloatVector.fromArray(LANES, terms, to + offset).mul(both).add(one));
            left.intoArray(others, to + offset);
            left.abs().neg().intoArray(terms, to + offset);
        }
    }

    /** Adds {@code softplus(v) = max(v, 0) + ln(1 + exp(−|v|))}, the terms being the latter's exponentials. */
    private void softplusses(int to, int from, float[] values) {
        FloatVector mantissa = FloatVector.fromArray(LANES, product, to);
        IntVector exponent = IntVector.fromArray(POWERS, power, to);
        FloatVector sum = FloatVector.fromArray(LANES, plain, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            IntVector bits = FloatVector.fromArray(LANES, terms, at).add(1f).reinterpretAsInts();
            IntVector twos = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, Elementary.MANTISSA);
            mantissa = mantissa.mul(bits.sub(twos.lanewise(VectorOperators.LSHL, Elementary.MANTISSA))
                    .reinterpretAsFloats());
            exponent = exponent.add(twos);
            sum = sum.add(FloatVector.fromArray(LANES, values, at).max(0f));
        }
        mantissa.intoArray(product, to);
        exponent.intoArray(power, to);
        split(to);
        sum.intoArray(plain, to);
    }

    private void moments(int to, int from) {
        FloatVector means = FloatVector.fromArray(LANES, output, to);
        FloatVector squares = FloatVector.fromArray(LANES, square, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            FloatVector value = FloatVector.fromArray(LANES, outputs, at);
            means = means.add(value);
            squares = value.fma(value, squares);
        }
        means.intoArray(output, to);
        squares.intoArray(square, to);
    }

    /** Adds {@code softplus(output)}, and {@code 1 / (1 + exp(−output))} to the shares. */
    public void flags(int from, int count) {
        int first = from * stride;
        for (int i = 0; i < count * stride; i += LANE) {
            FloatVector value = FloatVector.fromArray(LANES, outputs, first + i);
            value.intoArray(others, i);
            value.abs().neg().intoArray(terms, i);
        }
        Elementary.exp(terms, count * stride);
        for (int i = 0; i < count * rows; i += LANE) {
            softplusses(from * rows + i, at(0, i), others);
            logistics(from * rows + i, at(0, i));
        }
    }

    /** Of {@code e = exp(−|v|)}: {@code 1 / (1 + e)}, and below 0 {@code e / (1 + e)}. */
    private void logistics(int to, int from) {
        FloatVector means = FloatVector.fromArray(LANES, output, to);
        FloatVector shares = FloatVector.fromArray(LANES, share, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            FloatVector value = FloatVector.fromArray(LANES, others, at);
            FloatVector fading = FloatVector.fromArray(LANES, terms, at);
            FloatVector positive = value.reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                    .not()
                    .and(Float.floatToRawIntBits(1f))
                    .reinterpretAsFloats();
            FloatVector upper = ONE.sub(fading).fma(positive, fading);
            shares = shares.add(upper.div(fading.add(1f)));
            means = means.add(value);
        }
        means.intoArray(output, to);
        shares.intoArray(share, to);
    }

    /** Adds {@code ln Σ exp(outputs)} to the first of so many lines, and to each its probability to the shares. */
    public void softmax(int from, int count) {
        int first = from * stride;
        for (int column = 0; column < stride; column += LANE) {
            FloatVector most = FloatVector.fromArray(LANES, outputs, first + column);
            for (int line = 1; line < count; line++) {
                most = most.max(FloatVector.fromArray(LANES, outputs, first + line * stride + column));
            }
            most.intoArray(others, column);
            for (int line = 0; line < count; line++) {
                int of = line * stride + column;
                FloatVector.fromArray(LANES, outputs, first + of).sub(most).intoArray(terms, of);
            }
        }
        Elementary.exp(terms, count * stride);
        for (int column = 0; column < stride; column += LANE) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int line = 0; line < count; line++) {
                sum = sum.add(FloatVector.fromArray(LANES, terms, line * stride + column));
            }
            ONE.div(sum).intoArray(others, stride + column);
            sum.intoArray(others, 2 * stride + column);
        }
        for (int i = 0; i < rows; i += LANE) {
            logSums(from * rows + i, i);
        }
        for (int i = 0; i < count * rows; i += LANE) {
            shares(from * rows + i, at(from, i), at(0, i), i % rows);
        }
    }

    /** Of the maxima and the sums among the others. */
    private void logSums(int to, int from) {
        FloatVector mantissa = FloatVector.fromArray(LANES, product, to);
        IntVector exponent = IntVector.fromArray(POWERS, power, to);
        FloatVector sum = FloatVector.fromArray(LANES, plain, to);
        for (int draw = 0, at = from; draw < group; draw++, at += rows) {
            IntVector bits =
                    FloatVector.fromArray(LANES, others, 2 * stride + at).reinterpretAsInts();
            IntVector twos = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, Elementary.MANTISSA);
            mantissa = mantissa.mul(bits.sub(twos.lanewise(VectorOperators.LSHL, Elementary.MANTISSA))
                    .reinterpretAsFloats());
            exponent = exponent.add(twos);
            sum = sum.add(FloatVector.fromArray(LANES, others, at));
        }
        mantissa.intoArray(product, to);
        exponent.intoArray(power, to);
        split(to);
        sum.intoArray(plain, to);
    }

    private void shares(int to, int from, int term, int row) {
        FloatVector means = FloatVector.fromArray(LANES, output, to);
        FloatVector shares = FloatVector.fromArray(LANES, share, to);
        for (int draw = 0, offset = 0; draw < group; draw++, offset += rows) {
            means = means.add(FloatVector.fromArray(LANES, outputs, from + offset));
            FloatVector part = FloatVector.fromArray(LANES, others, stride + row + offset);
            shares = FloatVector.fromArray(LANES, terms, term + offset).fma(part, shares);
        }
        means.intoArray(output, to);
        shares.intoArray(share, to);
    }

    /** Where the first draw of what has a place among the means of some lines lies. */
    private int at(int from, int place) {
        return (from + place / rows) * stride + place % rows;
    }
}
