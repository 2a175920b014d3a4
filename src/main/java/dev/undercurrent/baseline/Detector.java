package dev.undercurrent.baseline;

/** An anomaly detector over rows of numbers of one width. Not thread-safe. */
public interface Detector {
    /**
     * Learns anew from the first {@code n} rows, in their order; what was learnt before is forgotten. Rows are read,
     * not kept beyond what the detector copies.
     *
     * @param rows {@code [n][D]}, finite
     * @throws IllegalArgumentException if {@code n} is 0
     */
    void fit(double[][] rows, int n);

    /**
     * How anomalous a row is; higher is more. Only the order of scores means something.
     *
     * @throws IllegalStateException before the first fit
     */
    double score(double[] row);

    /** Learns one row after it was scored, where the detector does so; the others wait for the next fit. */
    default void update(double[] row) {}
}
