package dev.undercurrent.score;

import java.util.stream.IntStream;

/** How figures are rounded where they are published. */
public final class Rounding {
    private static final double EXACT = 1e11;

    /** As many powers of ten as doubles hold exactly. */
    private static final double[] POWERS =
            IntStream.rangeClosed(0, 22).mapToDouble(i -> Math.pow(10, i)).toArray();

    private Rounding() {}

    /** Four decimals; values that have none of that weight stay as they are. */
    public static double nats(double value) {
        return Math.abs(value) < EXACT ? Math.rint(value * 1e4) / 1e4 + 0.0 : value;
    }

    /** Six significant digits, for expected values in a feature's own unit. */
    public static double figure(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double exponent = 5 - Math.floor(Math.log10(Math.abs(value)));
        double scale = power(Math.abs(exponent));
        return exponent >= 0 ? Math.rint(value * scale) / scale : Math.rint(value / scale) * scale;
    }

    /** Three significant digits. */
    public static double share(double value) {
        if (!(value > 0) || value >= 1) {
            return value;
        }
        double scale = power(2 - Math.floor(Math.log10(value)));
        return Math.rint(value * scale) / scale;
    }

    /** A power of ten, of which the usual ones are looked up: twenty a record, three times as fast. */
    private static double power(double exponent) {
        return exponent < POWERS.length ? POWERS[(int) exponent] : Math.pow(10, Math.min(300, exponent));
    }
}
