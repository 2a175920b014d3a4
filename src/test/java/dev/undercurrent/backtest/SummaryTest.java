package dev.undercurrent.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.BacktestReport.Flags;
import dev.undercurrent.report.BacktestReport.KeyNoise;
import dev.undercurrent.report.BacktestReport.ThresholdRow;
import dev.undercurrent.report.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final BacktestReport.Run RUN =
            new BacktestReport.Run("cards", "cards.csv", 12, 2, 0, 0, 1, 0.01, 100, "abc");
    private static final long DAY = 86_400_000;

    private final ScoredRows rows = new ScoredRows();

    @Test
    void countsFlagsHitsAndKeys() {
        add("a", 0, 9, true, 1);
        add("b", 1, 8, true, 0);
        add("b", 2, 7, true, -1);
        add("b", 2 * DAY, 1, false, 1);

        BacktestReport report = report();

        assertThat(report.flags()).isEqualTo(new Flags(3, 1, 1.5, 0.5, 0.5));
        assertThat(report.keys()).containsExactly(new KeyNoise("b", 3, 2, 2, 1, 0), new KeyNoise("a", 1, 1, 0, 1, 1));
        assertThat(report.unlabelled()).isEqualTo(1);
        assertThat(report.run().from()).isZero();
        assertThat(report.run().to()).isEqualTo(2 * DAY);
    }

    @Test
    void tellsWhatABudgetCatches() {
        for (int i = 0; i < 100; i++) {
            add("k" + i, i * DAY / 50, 100 - i, i < 2, i % 2);
        }

        // 100 units over 1.98 days: two alerts a day are the 3 highest scores
        assertThat(report().thresholds()).contains(new ThresholdRow(2, 98, 0.5, 3, 1, 1.0 / 3, 1.0 / 50));
    }

    @Test
    void writesWhatAReaderOfTheJsonLooksFor() {
        JsonNode json = SampleRun.report("cards", SampleRun.rows(10_000, 1, 1)).toJson();

        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "rows",
                        "warmup",
                        "scored",
                        "positives",
                        "auroc",
                        "averagePrecision",
                        "precisionAt",
                        "recallAt",
                        "flagged",
                        "alertsPerDay",
                        "detectionDelay",
                        "models",
                        "rowsPerSecond",
                        "scoreSha256",
                        "baselines");
        assertThat(json.at("/precisionAt/0.001").isNumber()).isTrue();
        assertThat(json.at("/recallAt/0.01").isNumber()).isTrue();
        assertThat(json.at("/detectionDelay/medianSeconds").isNumber()).isTrue();
        assertThat(json.at("/baselines/isolation-forest/auroc").asDouble()).isBetween(0.5, 1.0);
        assertThat(json.at("/models/1/elbo").asDouble()).isCloseTo(-11.9, within(1e-12));
    }

    @Test
    void writesNullForWhatIsNoNumber() {
        add("a", 0, 1, false, 0);

        assertThat(report().toJson().get("auroc").isNull()).isTrue();
    }

    @Test
    void findsWhereTwoRunsDisagreeById() {
        add("a", 0, 9, true, 1);
        add("b", 1, 8, true, 0);
        add("c", 2, 1, false, 0);
        ScoredRows other = new ScoredRows();
        other.add(rows.row(0));
        other.add(rows.row(1).decided(0));
        other.add(new ScoredRow("elsewhere", 5, "c", 1, 1, 0.9, true, "model", 1, 0));

        Comparison comparison = Disagreements.between(rows, other, report());

        assertThat(comparison.both()).isEqualTo(1);
        assertThat(comparison.onlyThis()).isEqualTo(1);
        assertThat(comparison.onlyOther()).isZero();
        assertThat(comparison.unmatched()).isEqualTo(2);
        assertThat(comparison.disagreements())
                .containsExactly(new Comparison.Disagreement("id1", "b", 1, 0, true, 0.5, 0.5));
    }

    private BacktestReport report() {
        return Summary.of(RUN, rows, List.of(), List.of(), Map.of(), List.of());
    }

    private void add(String key, long time, double score, boolean anomaly, int label) {
        rows.add(new ScoredRow("id" + rows.size(), time, key, score, score, 0.5, anomaly, "model", 1, label));
    }
}
