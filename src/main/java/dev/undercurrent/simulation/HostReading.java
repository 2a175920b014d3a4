package dev.undercurrent.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters and gauges of a machine at one moment. Not thread-safe: filled once, then only read.
 *
 * @param nanos when it was read, on a clock that only serves for differences
 * @param counters ever-growing totals by the name of the rate they become, per second
 * @param shares ever-growing totals by the name of the share they become: of {@code ticks} for {@code cpu_}, of elapsed
 *     milliseconds otherwise
 * @param ticks total processor ticks
 * @param gauges what is read as it is
 */
record HostReading(
        long nanos, Map<String, Long> counters, Map<String, Long> shares, long ticks, Map<String, Double> gauges) {
    /** What a machine did between two readings, in a fixed order; rates whose counter fell are left out. */
    Map<String, Double> since(HostReading before) {
        Map<String, Double> values = new LinkedHashMap<>();
        double seconds = (nanos - before.nanos) / 1e9;
        shares.forEach((name, total) -> {
            double whole = name.startsWith("cpu_") ? ticks - before.ticks : 1000 * seconds;
            put(values, name, total, before.shares, whole, 1);
        });
        values.putAll(gauges);
        counters.forEach((name, total) -> put(values, name, total, before.counters, seconds, Double.MAX_VALUE));
        return values;
    }

    private static void put(
            Map<String, Double> values, String name, long total, Map<String, Long> before, double whole, double most) {
        long grown = total - before.getOrDefault(name, Long.MAX_VALUE);
        if (grown >= 0 && whole > 0) { // counters start anew when a device comes back
            values.put(name, Math.min(most, grown / whole));
        }
    }
}
