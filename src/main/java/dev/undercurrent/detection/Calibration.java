package dev.undercurrent.detection;

import dev.undercurrent.report.CalibrationPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds stated tail probabilities against the share of normal units below them. */
public final class Calibration {
    private static final double[] STATED = {
        1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1
    };

    private Calibration() {}

    /** The curve over units that are not labelled positive, rising, on a fixed grid of risks. */
    public static List<CalibrationPoint> of(ScoredRows rows) {
        double[] normal = new double[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.label(i) != 1) {
                normal[count++] = rows.tailProbability(i);
            }
        }
        normal = Arrays.copyOf(normal, count);
        Arrays.sort(normal);
        List<CalibrationPoint> points = new ArrayList<>();
        for (double stated : STATED) {
            points.add(new CalibrationPoint(stated, (double) below(normal, stated) / count, count));
        }
        return List.copyOf(points);
    }

    /** How many of the sorted values are below {@code limit}. */
    private static int below(double[] sorted, double limit) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
