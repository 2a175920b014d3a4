package dev.undercurrent.detection;

import dev.undercurrent.report.DetectionDelay;
import java.util.Arrays;

/** Measures {@link DetectionDelay}. */
public final class Delays {
    private static final long NO_RUN = Long.MIN_VALUE;

    private Delays() {}

    /**
     * Runs are cut per key, in the order of the rows; a unit that is not positive ends its key's run.
     *
     * @param rows per key in event time
     */
    public static DetectionDelay of(ScoredRows rows) {
        long[] start = new long[rows.keyCount()];
        boolean[] found = new boolean[rows.keyCount()];
        Arrays.fill(start, NO_RUN);
        double[] delays = new double[16];
        int detected = 0;
        int runs = 0;
        for (int i = 0; i < rows.size(); i++) {
            int key = rows.keyNumber(i);
            if (rows.label(i) != 1) {
                start[key] = NO_RUN;
                continue;
            }
            if (start[key] == NO_RUN) {
                start[key] = rows.time(i);
                found[key] = false;
                runs++;
            }
            if (rows.anomaly(i) && !found[key]) {
                found[key] = true;
                if (detected == delays.length) {
                    delays = Arrays.copyOf(delays, detected * 2);
                }
                delays[detected++] = (rows.time(i) - start[key]) / 1000.0;
            }
        }
        return new DetectionDelay(runs, runs - detected, median(Arrays.copyOf(delays, detected)));
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
