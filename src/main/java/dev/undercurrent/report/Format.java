package dev.undercurrent.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as a person reads them, the same on every system. */
final class Format {
    private static final String NONE = "–";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Format() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Three decimals, as AUROC and average precision are usually given. */
    static String figure(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : NONE;
    }

    /** Three significant digits. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        if (Math.abs(value) >= 1000 && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e9)) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replace(".0e", "e")
                    .replace("e-0", "e-")
                    .replace("e+0", "e")
                    .replace("e+", "e");
        }
        return plain(new BigDecimal(value).round(new MathContext(3)).doubleValue());
    }

    /** Without exponent and trailing zeros. */
    static String plain(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    static String percent(double share) {
        return Double.isFinite(share) ? number(100 * share) + " %" : NONE;
    }

    static String time(long millis) {
        return MINUTE.format(Instant.ofEpochMilli(millis));
    }

    /** Two units at most: {@code 1 d 4 h}. */
    static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        if (seconds < 60) {
            return number(seconds) + " s";
        }
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        if (duration.toDays() > 0) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        return duration.toHours() > 0
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
                : two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    static String label(int label) {
        return label == 1 ? "anomalous" : label == 0 ? "normal" : "unlabelled";
    }
}
