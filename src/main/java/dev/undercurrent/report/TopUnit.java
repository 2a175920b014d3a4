package dev.undercurrent.report;

import java.util.List;

/**
 * One of the most surprising units. Immutable.
 *
 * @param time ms since the epoch
 * @param label 1 anomalous, 0 normal, −1 unlabelled
 * @param reasons largest first
 */
public record TopUnit(
        String id,
        String key,
        long time,
        double score,
        double surprise,
        double tailProbability,
        boolean anomaly,
        int label,
        List<Reason> reasons) {
    public TopUnit {
        reasons = List.copyOf(reasons);
    }

    /**
     * A feature's share in the surprise.
     *
     * @param actual the value as text
     * @param expected what the model expected, as text; empty where it has none
     * @param low lower end of the expected range; NaN where there is none
     * @param high upper end; NaN where there is none
     * @param surprise nats
     */
    public record Reason(String feature, String actual, String expected, double low, double high, double surprise) {}
}
