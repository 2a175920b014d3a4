package dev.undercurrent.features;

import java.util.Arrays;

/**
 * The fitted transform of one number: an optional {@code sign(x) ln(1 + |x|)}, then {@code z = (x − mean) / deviation},
 * linear to |z| = 3 and {@code sign(z) (3 + ln(1 + |z| − 3))} beyond, so that extremes stay ordered without drowning
 * the rest. Strictly monotone. Immutable.
 *
 * @param log whether the logarithm is taken first
 * @param mean of the sample, after the logarithm
 * @param deviation of the sample, above 0
 */
public record Standardizer(boolean log, double mean, double deviation) {
    /** Leaves a value as it is, up to |x| = 3. */
    static final Standardizer NONE = new Standardizer(false, 0, 1);

    private static final double LINEAR = 3;
    private static final double SMALL = 1e-3;
    private static final double GREATEST = 1e30;
    private static final double SKEWED = 3;
    private static final double ROUNDING = 1e-6;
    private static final double SHARE_OF_CONSTANT = 0.1;

    public Standardizer {
        if (!(deviation > 0) || !Double.isFinite(deviation) || !Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean, deviation: " + mean + ", " + deviation
                    + " (expected: finite numbers, the deviation above 0)");
        }
    }

    /**
     * Fits mean and deviation. Values further from the bulk than ten times its width are drawn in first, so that one
     * wild value cannot flatten the feature. A constant (deviation below 1e-6 of the value) gets a tenth of its own
     * value as deviation, and 1 where it is zero: rounding noise stays invisible, a jump by a tenth does not.
     *
     * @param values without NaN; sorted in place
     */
    static Standardizer fit(double[] values, Transform transform) {
        if (values.length == 0) {
            return transform == Transform.LOG ? new Standardizer(true, 0, 1) : NONE;
        }
        Arrays.sort(values);
        Moments plain = Moments.ofSorted(values);
        if (transform == Transform.NONE || (transform == Transform.AUTO && !isSkewed(values, plain))) {
            return of(false, plain);
        }
        Moments logged = Moments.ofSorted(logged(values));
        boolean log = transform == Transform.LOG || Math.abs(logged.skewness()) < plain.skewness() / 2;
        return log ? of(true, logged) : of(false, plain);
    }

    private static boolean isSkewed(double[] sorted, Moments moments) {
        return sorted[0] >= 0 && moments.skewness() > SKEWED;
    }

    private static double[] logged(double[] values) {
        double[] logged = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logged[i] = signedLog(values[i]);
        }
        return logged;
    }

    private static Standardizer of(boolean log, Moments moments) {
        double mean = moments.mean();
        double deviation = moments.deviation();
        if (deviation <= ROUNDING * Math.abs(mean) || deviation < Float.MIN_NORMAL) {
            double size = SHARE_OF_CONSTANT * Math.abs(mean);
            deviation = size < Float.MIN_NORMAL ? 1 : size;
        }
        return new Standardizer(log, mean, deviation);
    }

    /** The encoded value of a raw one. */
    double encode(double raw) {
        return squash(((log ? signedLog(raw) : raw) - mean) / deviation);
    }

    /** The raw value of an encoded one, within ±1e30. */
    double decode(double encoded) {
        double size = Math.abs(encoded);
        double z =
                size <= LINEAR ? encoded : Math.signum(encoded) * (LINEAR + Math.expm1(Math.min(size - LINEAR, 600)));
        double value = mean + deviation * z;
        double raw = log ? Math.signum(value) * Math.expm1(Math.min(Math.abs(value), 600)) : value;
        return Math.max(-GREATEST, Math.min(GREATEST, raw));
    }

    /** {@code ln |d encoded / d raw|} at a raw value. */
    double logSlope(double raw) {
        double z = Math.abs(((log ? signedLog(raw) : raw) - mean) / deviation);
        double slope = -Math.log(deviation) - (z > LINEAR ? Math.log(1 + z - LINEAR) : 0);
        return log ? slope - Math.log1p(Math.abs(raw)) : slope;
    }

    private static double squash(double z) {
        double size = Math.abs(z);
        return size <= LINEAR ? z : Math.signum(z) * (LINEAR + Math.log(1 + size - LINEAR));
    }

    /** By {@code log1p} only where its bits count: Java takes ten times as long for it as for a logarithm. */
    private static double signedLog(double x) {
        double size = Math.abs(x);
        return Math.copySign(size < SMALL ? Math.log1p(size) : Math.log(1 + size), x);
    }
}
