package dev.undercurrent.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart. Immutable.
 *
 * @param min in the unit of the data
 * @param max above {@code min}
 */
record Axis(String title, double min, double max, Scale scale) {
    private static final long SECOND = 1000;
    private static final long DAY = 86_400 * SECOND;
    private static final long[] TIME_STEPS = {
        SECOND,
        5 * SECOND,
        15 * SECOND,
        60 * SECOND,
        300 * SECOND,
        900 * SECOND,
        DAY / 24,
        DAY / 8,
        DAY / 4,
        DAY / 2,
        DAY,
        2 * DAY,
        5 * DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        90 * DAY,
        365 * DAY
    };

    /** How data becomes a length. */
    enum Scale {
        LINEAR,
        LOG,
        /** Logarithmic both ways from zero: scores have wild tails and may be negative. */
        ASINH,
        /** Linear in ms since the epoch. */
        TIME
    }

    Axis {
        if (!(max > min)) {
            max = min + Math.max(1, Math.abs(min));
        }
    }

    /** Where a value lies, 0..1; values outside are put on the border. */
    double place(double value) {
        double share = (warp(value) - warp(min)) / (warp(max) - warp(min));
        return Math.max(0, Math.min(1, share));
    }

    private double warp(double value) {
        return switch (scale) {
            case LINEAR, TIME -> value;
            case LOG -> Math.log(Math.max(value, Double.MIN_NORMAL));
            case ASINH -> Math.signum(value) * Math.log1p(Math.abs(value));
        };
    }

    /** About {@code count} round values within the axis. */
    List<Double> ticks(int count) {
        return switch (scale) {
            case LINEAR -> multiples(roundStep((max - min) / count));
            case TIME -> multiples(timeStep(count));
            case LOG -> decades(count);
            case ASINH -> asinhTicks(count);
        };
    }

    private List<Double> multiples(double step) {
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double roundStep(double rough) {
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / decade;
        return decade * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
    }

    private double timeStep(int count) {
        for (long step : TIME_STEPS) {
            if ((max - min) / step <= count) {
                return step;
            }
        }
        return 365.0 * DAY * Math.ceil((max - min) / (365.0 * DAY * count));
    }

    private List<Double> decades(int count) {
        int first = (int) Math.ceil(Math.log10(min) - 1e-9);
        int last = (int) Math.floor(Math.log10(max) + 1e-9);
        int every = Math.max(1, (last - first + count) / count);
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += every) {
            ticks.add(Double.parseDouble("1e" + exponent));
        }
        return ticks;
    }

    private List<Double> asinhTicks(int count) {
        List<Double> ticks = new ArrayList<>();
        double top = Math.max(Math.abs(min), Math.abs(max));
        int every = Math.max(1, (int) Math.ceil(Math.log10(Math.max(10, top)) / count));
        for (double tick = 1; tick <= top; tick *= Math.pow(10, every)) {
            for (double value : new double[] {tick, -tick, 3 * tick}) {
                if (value >= min && value <= max && (every == 1 || value != 3 * tick)) {
                    ticks.add(value);
                }
            }
        }
        if (min <= 0 && max >= 0) {
            ticks.add(0.0);
        }
        return ticks;
    }

    String label(double tick, int count) {
        if (scale != Scale.TIME) {
            return Format.number(tick);
        }
        double step = timeStep(count);
        String pattern =
                step < 60 * SECOND ? "HH:mm:ss" : step < DAY ? "d MMM HH:mm" : step < 300.0 * DAY ? "d MMM" : "uuuu";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli((long) tick));
    }
}
