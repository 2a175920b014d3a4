package dev.undercurrent.detection;

/**
 * One series of a NAB corpus. A window is a run of positive labels. The arrays are handed over, not copied.
 *
 * <p>Not a record: it holds arrays.
 */
public final class NabSeries {
    private static final double PROBATION_SHARE = 0.15;
    private static final int PROBATION_LIMIT = 750;

    private final double[] scores;
    private final byte[] labels;
    private final int probation;

    private NabSeries(double[] scores, byte[] labels, int probation) {
        if (scores.length != labels.length) {
            throw new IllegalArgumentException(
                    "labels: " + labels.length + " (expected: " + scores.length + " as scores)");
        }
        this.scores = scores;
        this.labels = labels;
        this.probation = probation;
    }

    /**
     * A series of which the first {@code before} rows were not scored. Of the whole, 15 % but at most 750 rows are
     * probation, in which neither hits nor false alarms count.
     *
     * @param scores higher is more anomalous, in the order of time
     * @param labels 1 inside a window
     */
    public static NabSeries of(double[] scores, byte[] labels, int before) {
        int whole = before + scores.length;
        int probation = (int) Math.min(PROBATION_LIMIT, Math.floor(PROBATION_SHARE * whole));
        return new NabSeries(scores, labels, Math.max(0, probation - before));
    }

    int size() {
        return scores.length;
    }

    int probation() {
        return probation;
    }

    double score(int i) {
        return scores[i];
    }

    boolean anomalous(int i) {
        return labels[i] == 1;
    }

    /** The first row from {@code start} on that is not anomalous, or the size. */
    int endOfWindow(int start) {
        int end = start;
        while (end < scores.length && anomalous(end)) {
            end++;
        }
        return end;
    }
}
