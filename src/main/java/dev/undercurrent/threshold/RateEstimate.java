package dev.undercurrent.threshold;

/**
 * Units a day of event time, the recent ones counting more: every unit's weight falls by e a day. A stream that stood
 * still for longer than a day, and longer than its own pace explains, has the rate that it had before: of such a gap a
 * day counts. Immutable; the next state comes from {@link #after}.
 *
 * @param weight sum of the units' weights at {@code last}
 * @param first smallest time seen, ms since the epoch, later by what does not count of gaps
 * @param last largest time seen, ms since the epoch
 * @param units seen so far
 */
public record RateEstimate(double weight, long first, long last, long units) {
    /** Before the first unit. */
    public static final RateEstimate NONE = new RateEstimate(0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

    private static final double DAY = 86_400_000.0;
    private static final long LEAST_UNITS = 20;
    private static final long LEAST_MILLIS = 60_000;

    /** Mean distances of two units that a gap may last without being one. */
    private static final double PAUSE = 20;

    /** While no rate is known; what came before a longer gap tells nothing, such as a first unit with a wrong time. */
    private static final double LONGEST_PAUSE = 30 * DAY;

    /** The estimate after a unit of that time, which may be out of order. */
    public RateEstimate after(long time) {
        if (units == 0) {
            return new RateEstimate(1, time, time, 1);
        }
        if (time < last) {
            long begin = time < first - DAY ? first : Math.min(first, time); // an old one says nothing of how long
            return new RateEstimate(weight + Math.exp((time - (double) last) / DAY), begin, last, units + 1);
        }
        long gap = time - last;
        long counted = gap <= DAY ? gap : Math.min(gap, longestPause());
        return counted < gap && perDay() == Threshold.UNKNOWN_RATE
                ? NONE.after(time)
                : new RateEstimate(weight * Math.exp(-counted / DAY) + 1, first + gap - counted, time, units + 1);
    }

    /** How much of a gap counts at most, ms. */
    private long longestPause() {
        double perDay = perDay();
        return (long) (perDay == Threshold.UNKNOWN_RATE ? LONGEST_PAUSE : Math.max(DAY, PAUSE * DAY / perDay));
    }

    /** Units a day, or {@link Threshold#UNKNOWN_RATE} before 20 units over a minute were seen. */
    public double perDay() {
        if (units < LEAST_UNITS || last - first < LEAST_MILLIS) {
            return Threshold.UNKNOWN_RATE;
        }
        double days = (last - (double) first) / DAY;
        return weight / -Math.expm1(-days);
    }
}
