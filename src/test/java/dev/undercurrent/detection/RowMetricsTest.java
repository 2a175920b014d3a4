package dev.undercurrent.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.report.CalibrationPoint;
import dev.undercurrent.report.DetectionDelay;
import org.junit.jupiter.api.Test;

/** What is measured over time and keys: delay, key precision, calibration. */
class RowMetricsTest {
    private static final long DAY = 86_400_000;

    private final ScoredRows rows = new ScoredRows();

    @Test
    void measuresTheDelayToTheFirstFlagOfARunPerKey() {
        add("a", 0, 1, false, 1);
        add("b", 500, 1, true, 0);
        add("a", 2_000, 1, true, 1);
        add("a", 3_000, 1, true, 1);
        add("a", 4_000, 1, false, 0);
        add("a", 5_000, 1, true, 1);
        add("b", 6_000, 1, false, 1);

        assertThat(Delays.of(rows)).isEqualTo(new DetectionDelay(3, 1, 1.0));
    }

    @Test
    void hasNoDelayWhereNothingIsDetected() {
        add("a", 0, 1, false, 1);

        assertThat(Delays.of(rows)).isEqualTo(new DetectionDelay(1, 1, Double.NaN));
    }

    @Test
    void takesTheBestUnitOfAKeyAndDropsCompromisedKeysOnLaterDays() {
        add("bad", 0, 9, false, 1);
        add("good", 1, 8, false, 0);
        add("worse", 2, 1, false, 1);
        add("bad", DAY, 9, false, 1);
        add("worse", DAY + 1, 5, false, 0);
        add("worse", DAY + 2, 1, false, 1);

        // day 1: bad of {bad, good}; day 2: worse alone, bad is known
        assertThat(KeyPrecision.topPerDay(rows, rows.scores(), 2)).isEqualTo((0.5 + 0.5) / 2);
        // day 1: bad; day 2: worse is now the first to check
        assertThat(KeyPrecision.topPerDay(rows, rows.scores(), 1)).isEqualTo(1);
    }

    @Test
    void calibrationCountsUnitsThatAreNotLabelledAnomalous() {
        for (int i = 0; i < 1000; i++) {
            rows.add(new ScoredRow("i" + i, i, "k", 1, 1, (i + 0.5) / 1000, false, "model", 1, i % 2 - 1));
        }
        rows.add(new ScoredRow("bad", 1, "k", 1, 1, 1e-9, true, "model", 1, 1));

        assertThat(Calibration.of(rows))
                .contains(new CalibrationPoint(0.01, 0.01, 1000), new CalibrationPoint(1e-5, 0, 1000));
    }

    @Test
    void doesNotExtrapolateAShortSpan() {
        add("a", 0, 1, false, 0);
        add("a", 1000, 1, false, 0);
        assertThat(rows.days()).isEqualTo(1);

        add("a", 5 * DAY / 2, 1, false, 0);
        assertThat(rows.days()).isCloseTo(2.5, within(1e-12));
    }

    private void add(String key, long time, double score, boolean anomaly, int label) {
        rows.add(new ScoredRow("id" + rows.size(), time, key, score, score, 0.5, anomaly, "model", 1, label));
    }
}
