package dev.undercurrent.publish;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Writes numbers as decimals digit by digit, into room that is there: most of a record's sixty numbers have few, and
 * that takes a third of the time that the shortest decimal of any double does. All give the position behind the last
 * digit.
 */
final class Decimals {
    /** Most bytes of one. */
    static final int LONGEST = 32;

    /** Of ten, as many as a long holds. */
    private static final long[] POWERS =
            LongStream.iterate(1, power -> 10 * power).limit(19).toArray();

    private static final double[] EXACT_POWERS =
            IntStream.rangeClosed(0, 22).mapToDouble(i -> Math.pow(10, i)).toArray();

    private static final int FOUR = 10_000;
    private static final double EIGHT = 1e8;

    /** Every number of so many digits is a double of its own. */
    private static final double MOST = 1e15;

    /** More digits have no place in a {@code long}. */
    private static final double MOST_WHOLE = 1e18;

    /** Of smaller ones the shortest decimal has an exponent. */
    private static final double LEAST = 1e-6;

    /** {@code log10(2)} in 4096ths: good for the exponents between the two. */
    private static final int LOG10_OF_2 = 1233;

    private Decimals() {}

    /** A whole number, not negative. */
    static int whole(byte[] to, int from, long value) {
        int length = 1;
        while (length < POWERS.length && value >= POWERS[length]) {
            length++;
        }
        return digits(to, from, value, length);
    }

    private static int digits(byte[] to, int from, long value, int length) {
        int at = from + length;
        long rest = value;
        for (; rest > Integer.MAX_VALUE; rest /= 100) {
            at = pair(to, at, (int) (rest % 100));
        }
        int small = (int) rest;
        for (; at > from + 1; small /= 100) {
            at = pair(to, at, small % 100);
        }
        if (at > from) {
            to[from] = (byte) ('0' + small % 10);
        }
        return from + length;
    }

    /** Two digits in front of a position; gives that of the first. */
    private static int pair(byte[] to, int before, int value) {
        int tens = value / 10;
        to[before - 2] = (byte) ('0' + tens);
        to[before - 1] = (byte) ('0' + value - 10 * tens);
        return before - 2;
    }

    /**
     * A number in full, if it is whole and below 1e18, or below 1e11 with no more than four decimals; else nothing, and
     * then the position is {@code from}.
     */
    static int exact(byte[] to, int from, double value) {
        double size = Math.abs(value);
        long whole = (long) size;
        if (whole == size && size < MOST_WHOLE) {
            return point(to, whole(to, sign(to, from, value), whole));
        }
        double scaled = Math.rint(size * FOUR);
        return scaled < MOST && scaled / FOUR == size ? four(to, sign(to, from, value), (long) scaled) : from;
    }

    /** As {@link #exact}, up to eight decimals. */
    static int exactToEight(byte[] to, int from, double value) {
        double size = Math.abs(value);
        double scaled = Math.rint(size * EIGHT);
        return scaled < MOST && scaled / EIGHT == size ? scaled(to, sign(to, from, value), (long) scaled, 8) : from;
    }

    /** A number rounded to four decimals; nothing where it has none of that weight. */
    static int rounded(byte[] to, int from, double value) {
        double scaled = Math.rint(Math.abs(value) * FOUR);
        if (!(scaled < MOST)) {
            return from;
        }
        return four(to, scaled == 0 ? from : sign(to, from, value), (long) scaled);
    }

    /** Four decimals: by far the most numbers, whose digits take no division by what is not known to the compiler. */
    private static int four(byte[] to, int from, long scaled) {
        long whole = scaled / FOUR;
        int fraction = (int) (scaled - whole * FOUR);
        int at = whole(to, from, whole);
        if (fraction == 0) {
            return point(to, at);
        }
        to[at] = '.';
        pair(to, at + 3, fraction / 100);
        pair(to, at + 5, fraction % 100);
        int end = at + 5;
        while (to[end - 1] == '0') {
            end--;
        }
        return end;
    }

    /** Ends a whole number. */
    private static int point(byte[] to, int at) {
        to[at] = '.';
        to[at + 1] = '0';
        return at + 2;
    }

    /**
     * A number rounded to so many significant digits; nothing where it is too large or too small for that.
     *
     * @param digits 1..12
     */
    static int figure(byte[] to, int from, double value, int digits) {
        double size = Math.abs(value);
        if (size == 0) {
            return point(to, whole(to, from, 0));
        }
        if (!(size >= LEAST && size < MOST)) {
            return from;
        }
        int behind = digits - 1 - exponent(size);
        int at = sign(to, from, value);
        if (behind > 0) {
            return scaled(to, at, (long) Math.rint(size * EXACT_POWERS[behind]), behind);
        }
        long rounded = (long) Math.rint(size / EXACT_POWERS[-behind]) * POWERS[-behind];
        return point(to, whole(to, at, rounded));
    }

    /** {@code ⌊log10(size)⌋}. */
    private static int exponent(double size) {
        int exponent = (Math.getExponent(size) * LOG10_OF_2) >> 12;
        boolean isGreater =
                exponent + 1 >= 0 ? size >= EXACT_POWERS[exponent + 1] : size * EXACT_POWERS[-exponent - 1] >= 1;
        return isGreater ? exponent + 1 : exponent;
    }

    /** Any number rounded to so many significant digits. */
    static double nearest(double value, int digits) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    private static int sign(byte[] to, int at, double value) {
        if (value < 0) {
            to[at] = '-';
            return at + 1;
        }
        return at;
    }

    /** Zeros at the end are left out, but for one behind the point. */
    private static int scaled(byte[] to, int from, long scaled, int decimals) {
        long value = scaled;
        int behind = decimals;
        while (behind > 1 && value % 10 == 0) {
            value /= 10;
            behind--;
        }
        long power = POWERS[behind];
        long whole = value <= Integer.MAX_VALUE && power <= Integer.MAX_VALUE // which is divided faster
                ? (int) value / (int) power
                : value / power;
        int point = whole(to, from, whole);
        to[point] = '.';
        return digits(to, point + 1, value - whole * power, behind);
    }
}
