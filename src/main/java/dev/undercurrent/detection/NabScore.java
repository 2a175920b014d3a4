package dev.undercurrent.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark (Lavin &amp; Ahmad, "Evaluating Real-time Anomaly Detection Algorithms -
 * the Numenta Anomaly Benchmark", 2015, section III): a window counts by its earliest detection, weighted by a sigmoid
 * of the position within it; an alarm outside costs the more the farther it lies past the last window. Immutable.
 *
 * <p>One threshold for all series, the best for the profile, as in NAB: it is chosen by the labels, so this figure says
 * how well a detector could be set, not how well it was.
 *
 * @param profile the weights
 * @param score 0 for a detector that flags nothing, 100 for a perfect one; NaN without windows
 * @param threshold a score of at least this is a detection; infinite where flagging nothing is best
 * @param windows how many there are past the probation
 */
public record NabScore(NabProfile profile, double score, double threshold, int windows) {
    private static final double FAR = 3;

    /** The best score that one threshold over all series reaches. */
    public static NabScore of(List<NabSeries> corpus, NabProfile profile) {
        List<Point> points = new ArrayList<>();
        int windows = 0;
        for (NabSeries series : corpus) {
            windows = addPoints(series, profile, windows, points);
        }
        Point[] descending = points.toArray(Point[]::new);
        Arrays.sort(descending, Comparator.comparingDouble(point -> -point.score));
        return best(descending, windows, profile);
    }

    private static NabScore best(Point[] descending, int windows, NabProfile profile) {
        double[] earned = new double[windows];
        Arrays.fill(earned, -profile.falseNegative());
        double nothing = -profile.falseNegative() * windows;
        double sum = nothing;
        double best = nothing;
        double threshold = Double.POSITIVE_INFINITY;
        for (int i = 0; i < descending.length; i++) {
            Point point = descending[i];
            if (point.window < 0) {
                sum += point.value;
            } else if (point.value > earned[point.window]) {
                sum += point.value - earned[point.window];
                earned[point.window] = point.value;
            }
            boolean endOfTie = i + 1 == descending.length || descending[i + 1].score != point.score;
            if (endOfTie && sum > best) {
                best = sum;
                threshold = point.score;
            }
        }
        double perfect = profile.truePositive() * windows;
        return new NabScore(profile, 100 * (best - nothing) / (perfect - nothing), threshold, windows);
    }

    /** Adds what each row past the probation would earn if detected, and returns the number of windows so far. */
    private static int addPoints(NabSeries series, NabProfile profile, int windows, List<Point> points) {
        int window = windows;
        int lastRight = -1;
        double lastWidth = Double.NaN;
        int i = 0;
        while (i < series.size()) {
            if (!series.anomalous(i)) {
                double position = lastRight < 0 ? Double.POSITIVE_INFINITY : (i - lastRight) / (lastWidth - 1);
                if (i >= series.probation()) {
                    points.add(new Point(series.score(i), profile.falsePositive() * scaledSigmoid(position), -1));
                }
                i++;
                continue;
            }
            int end = series.endOfWindow(i);
            double width = end - i;
            for (int row = Math.max(i, series.probation()); row < end; row++) {
                double share = scaledSigmoid(-(end - row) / width) / scaledSigmoid(-1);
                points.add(new Point(series.score(row), profile.truePositive() * share, window));
            }
            window += end > series.probation() ? 1 : 0;
            lastRight = end - 1;
            lastWidth = width;
            i = end;
        }
        return window;
    }

    /**
     * {@code 2 / (1 + e^{5y}) − 1}: near 1 at the left edge of a window ({@code y = −1}), 0 at the right one, −1 far
     * past it.
     */
    static double scaledSigmoid(double y) {
        return y > FAR ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
    }

    /** A row: its score, what its detection is worth, and its window or −1. */
    private record Point(double score, double value, int window) {}
}
