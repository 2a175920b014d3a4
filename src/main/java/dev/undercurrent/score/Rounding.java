package dev.undercurrent.score;

/** How figures are rounded where they are published. */
public final class Rounding {
    private static final double EXACT = 1e11;

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
        double scale = Math.pow(10, Math.min(300, Math.abs(exponent)));
        return exponent >= 0 ? Math.rint(value * scale) / scale : Math.rint(value / scale) * scale;
    }

    /** Three significant digits. */
    public static double share(double value) {
        if (!(value > 0) || value >= 1) {
            return value;
        }
        double scale = Math.pow(10, 2 - Math.floor(Math.log10(value)));
        return Math.rint(value * scale) / scale;
    }
}
