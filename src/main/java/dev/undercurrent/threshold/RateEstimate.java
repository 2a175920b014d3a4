package dev.undercurrent.threshold;

/**
 * Units a day of event time, the recent ones counting more: every unit's weight falls by e a day. Immutable; the next
 * state comes from {@link #after}.
 *
 * @param weight sum of the units' weights at {@code last}
 * @param first smallest time seen, ms since the epoch
 * @param last largest time seen, ms since the epoch
 * @param units seen so far
 */
public record RateEstimate(double weight, long first, long last, long units) {
    /** Before the first unit. */
    public static final RateEstimate NONE = new RateEstimate(0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

    private static final double DAY = 86_400_000.0;
    private static final long LEAST_UNITS = 20;
    private static final long LEAST_MILLIS = 60_000;

    /** The estimate after a unit of that time, which may be out of order. */
    public RateEstimate after(long time) {
        if (units == 0) {
            return new RateEstimate(1, time, time, 1);
        }
        double next = time >= last
                ? weight * Math.exp((last - (double) time) / DAY) + 1
                : weight + Math.exp((time - (double) last) / DAY);
        return new RateEstimate(next, Math.min(first, time), Math.max(last, time), units + 1);
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
