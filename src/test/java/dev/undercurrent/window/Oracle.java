package dev.undercurrent.window;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** The aggregates by their definitions, from plain lists: slow, and nothing to be wrong about. */
final class Oracle {
    /** One entry; {@code amount} NaN and {@code text} empty where missing. */
    record Entry(long time, int arrival, double amount, String text) {}

    private Oracle() {}

    static double count(List<Entry> window) {
        return window.size();
    }

    static double sum(List<Entry> window) {
        double[] amounts = amounts(window);
        return amounts.length == 0 ? Double.NaN : DoubleStream.of(amounts).sum();
    }

    static double mean(List<Entry> window) {
        return DoubleStream.of(amounts(window)).average().orElse(Double.NaN);
    }

    static double std(List<Entry> window) {
        double[] amounts = amounts(window);
        double mean = mean(window);
        double squares =
                DoubleStream.of(amounts).map(x -> (x - mean) * (x - mean)).sum();
        return amounts.length < 2 ? Double.NaN : Math.sqrt(squares / (amounts.length - 1));
    }

    static double min(List<Entry> window) {
        return DoubleStream.of(amounts(window)).min().orElse(Double.NaN);
    }

    static double max(List<Entry> window) {
        return DoubleStream.of(amounts(window)).max().orElse(Double.NaN);
    }

    static double distinctTexts(List<Entry> window) {
        return new TreeSet<>(window.stream()
                        .map(Entry::text)
                        .filter(text -> !text.isEmpty())
                        .toList())
                .size();
    }

    static double distinctAmounts(List<Entry> window) {
        return DoubleStream.of(amounts(window)).distinct().count();
    }

    static double increaseRate(List<Entry> window) {
        List<Entry> present = present(window);
        if (present.size() < 2 || first(present).time() == last(present).time()) {
            return Double.NaN;
        }
        return (last(present).amount() - first(present).amount())
                / ((last(present).time() - first(present).time()) / 1000.0);
    }

    static double ratio(double x, List<Entry> window) {
        return mean(window) == 0 ? Double.NaN : x / mean(window);
    }

    static double lastAmount(List<Entry> window) {
        List<Entry> present = present(window);
        return present.isEmpty() ? Double.NaN : last(present).amount();
    }

    static double firstAmount(List<Entry> window) {
        List<Entry> present = present(window);
        return present.isEmpty() ? Double.NaN : first(present).amount();
    }

    static List<Entry> present(List<Entry> window) {
        return window.stream().filter(entry -> !Double.isNaN(entry.amount())).toList();
    }

    static double[] amounts(List<Entry> window) {
        return present(window).stream().mapToDouble(Entry::amount).toArray();
    }

    /** A copy in the order of (time, arrival). */
    static List<Entry> sorted(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(java.util.Comparator.comparingLong(Entry::time).thenComparingInt(Entry::arrival));
        return sorted;
    }

    static Entry first(List<Entry> entries) {
        return entries.get(0);
    }

    static Entry last(List<Entry> entries) {
        return entries.get(entries.size() - 1);
    }
}
