package dev.undercurrent.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponential and logarithm, good to some two units in the last place, made of additions, multiplications and shifts
 * alone: the range is cut by the exponent's bits, the rest is a polynomial (Moshier, Cephes Mathematical Library,
 * {@code expf} and {@code logf}, 1992). Arrays go in and out, because a register that leaves a method becomes an object
 * wherever the compiler does not inline it.
 */
final class Elementary {
    private static final VectorSpecies<Float> LANES = Dense.LANES;

    /** Bits of a float behind its exponent. */
    static final int MANTISSA = 23;

    private static final int BIAS = 127;
    private static final float LEAST = -87;
    private static final float GREATEST = 88;

    /** Added to a small number it leaves the nearest integer in the mantissa's last bits. */
    static final FloatVector ROUNDER = of(12_582_912f);

    static final int ROUNDER_BITS = Float.floatToRawIntBits(12_582_912f);
    /** Those of √½: mantissas are cut to √½..√2. */
    static final int SQRT_HALF_BITS = Float.floatToRawIntBits((float) Math.sqrt(0.5));

    static final FloatVector LN_2 = of((float) Math.log(2));
    private static final FloatVector LOG2_E = of((float) (1 / Math.log(2)));

    /** ln 2 in two parts; a product of the first with an exponent is exact. */
    private static final FloatVector LN_2_HIGH = of(0.693359375f);

    private static final FloatVector LN_2_LOW = of((float) (Math.log(2) - 0.693359375));
    private static final FloatVector LESS_LN_2_HIGH = LN_2_HIGH.neg();
    private static final FloatVector LESS_LN_2_LOW = LN_2_LOW.neg();
    private static final FloatVector LESS_HALF = of(-0.5f);

    private static final FloatVector EXP_0 = of(1.9875691500E-4f);
    private static final FloatVector EXP_1 = of(1.3981999507E-3f);
    private static final FloatVector EXP_2 = of(8.3334519073E-3f);
    private static final FloatVector EXP_3 = of(4.1665795894E-2f);
    private static final FloatVector EXP_4 = of(1.6666665459E-1f);
    private static final FloatVector EXP_5 = of(5.0000001201E-1f);

    private static final FloatVector LOG_0 = of(7.0376836292E-2f);
    private static final FloatVector LOG_1 = of(-1.1514610310E-1f);
    private static final FloatVector LOG_2 = of(1.1676998740E-1f);
    private static final FloatVector LOG_3 = of(-1.2420140846E-1f);
    private static final FloatVector LOG_4 = of(1.4249322787E-1f);
    private static final FloatVector LOG_5 = of(-1.6668057665E-1f);
    private static final FloatVector LOG_6 = of(2.0000714765E-1f);
    private static final FloatVector LOG_7 = of(-2.4999993993E-1f);
    private static final FloatVector LOG_8 = of(3.3333331174E-1f);

    private Elementary() {}

    /** {@code exp(x)} of the first values, in place; of an x below −87 or above 88 that of the bound. */
    static void exp(float[] values, int count) {
        for (int i = 0; i < count; i += LANES.length()) {
            FloatVector bounded =
                    FloatVector.fromArray(LANES, values, i).max(LEAST).min(GREATEST);
            FloatVector rounded = bounded.fma(LOG2_E, ROUNDER);
            FloatVector power = rounded.sub(ROUNDER);
            FloatVector rest = power.fma(LESS_LN_2_LOW, power.fma(LESS_LN_2_HIGH, bounded));
            FloatVector sum = EXP_0.fma(rest, EXP_1)
                    .fma(rest, EXP_2)
                    .fma(rest, EXP_3)
                    .fma(rest, EXP_4)
                    .fma(rest, EXP_5)
                    .fma(rest.mul(rest), rest.add(1f));
            IntVector exponent = rounded.reinterpretAsInts().add(BIAS - ROUNDER_BITS);
            sum.mul(exponent.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsFloats())
                    .intoArray(values, i);
        }
    }

    /**
     * {@code ln(1 + x)} of the first values, in place, none of them negative; precise for the least of them too, as a
     * count multiplies it.
     */
    static void log1p(float[] values, int count) {
        logOf(values, count, 1f);
    }

    /** {@code ln(x)} of the first values, in place, all of them positive. */
    static void log(float[] values, int count) {
        logOf(values, count, 0f);
    }

    /** {@code ln(more + x)}; what the sum rounds off comes to its share of the logarithm. */
    private static void logOf(float[] values, int count, float more) {
        for (int i = 0; i < count; i += LANES.length()) {
            FloatVector x = FloatVector.fromArray(LANES, values, i);
            FloatVector whole = x.add(more);
            FloatVector lost = x.sub(whole.sub(more)).div(whole);
            IntVector bits = whole.reinterpretAsInts();
            IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA);
            FloatVector power = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
            FloatVector rest = bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA))
                    .reinterpretAsFloats()
                    .sub(1f);
            FloatVector square = rest.mul(rest);
            FloatVector sum = LOG_0.fma(rest, LOG_1)
                    .fma(rest, LOG_2)
                    .fma(rest, LOG_3)
                    .fma(rest, LOG_4)
                    .fma(rest, LOG_5)
                    .fma(rest, LOG_6)
                    .fma(rest, LOG_7)
                    .fma(rest, LOG_8)
                    .mul(rest.mul(square));
            FloatVector low = square.fma(LESS_HALF, power.fma(LN_2_LOW, sum));
            power.fma(LN_2_HIGH, low.add(rest)).add(lost).intoArray(values, i);
        }
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
