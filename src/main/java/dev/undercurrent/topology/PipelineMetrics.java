package dev.undercurrent.topology;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Stage;
import dev.undercurrent.source.DeadLetter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what leaves the pipeline, as scores or as dead letters. Thread-safe: all tasks share it. */
final class PipelineMetrics {
    private static final int NAMED_FEATURES = 64;
    private static final String OTHER = "other";
    private static final double MILLIS = 1e3;
    private static final double[] LAGS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600
    };
    private static final double[] SHARES = {
        1e-6, 1e-5, 1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9, 1
    };
    private static final double[] NATS = {-100, -50, -20, -10, -5, -2, 0, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

    private final Map<DeadLetter.Reason, CounterDataPoint> deadLetters = new EnumMap<>(DeadLetter.Reason.class);
    private final Map<Stage, CounterDataPoint> scored = new EnumMap<>(Stage.class);
    private final Map<Stage, CounterDataPoint> flagged = new EnumMap<>(Stage.class);
    private final Map<String, CounterDataPoint> shares = new HashMap<>();
    private final CounterDataPoint otherShares;
    private final CounterDataPoint repartitioned;
    private final CounterDataPoint late;
    private final DistributionDataPoint lag;
    private final DistributionDataPoint tailProbability;
    private final DistributionDataPoint surprise;
    private final DistributionDataPoint reconstruction;
    private final DistributionDataPoint kl;
    private volatile double risk;

    /**
     * @param schema whose features are named, the first {@value #NAMED_FEATURES} of those that are scored
     * @param risk the stated one, until a unit is judged
     */
    PipelineMetrics(Meters meters, FeatureSchema schema, double risk) {
        this.risk = risk;
        Counter letters = meters.counter("undercurrent_dead_letters", "Records that could not be scored", "reason");
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            deadLetters.put(reason, letters.labelValues(DeadLetterHeaders.text(reason)));
        }
        Counter units = meters.counter("undercurrent_events_scored", "Units that were scored", "stage");
        Counter anomalies = meters.counter("undercurrent_anomalies", "Units that were flagged", "stage");
        for (Stage stage : Stage.values()) {
            String name = stage.name().toLowerCase(Locale.ROOT);
            scored.put(stage, units.labelValues(name));
            flagged.put(stage, anomalies.labelValues(name));
        }
        repartitioned = meters.counter(
                        "undercurrent_repartitioned_records",
                        "Events and verdicts that came to the stage behind a repartition")
                .labelValues();
        late = meters.counter("undercurrent_late_events", "Events after the grace of their windows, scored or not")
                .labelValues();
        Counter nats = meters.counter(
                "undercurrent_feature_surprise_nats",
                "Positive shares of the surprise by feature, of the reasons that records name; the rest is other",
                "feature");
        otherShares = nats.labelValues(OTHER);
        schema.features().stream()
                .filter(feature -> !feature.condition())
                .map(Feature::name)
                .limit(NAMED_FEATURES)
                .forEach(name -> shares.put(name, nats.labelValues(name)));
        lag = meters.histogram(
                "undercurrent_event_lag_seconds", "From an event's time to the wall clock when it was scored", LAGS);
        tailProbability = meters.histogram(
                "undercurrent_tail_probability", "Share of normal units with at least that score", SHARES);
        Histogram parts = meters.histogram(
                "undercurrent_surprise_nats", "The surprise and what it is made of, by part", NATS, "part");
        surprise = parts.labelValues("total");
        reconstruction = parts.labelValues("reconstruction");
        kl = parts.labelValues("kl");
        meters.gauge(
                "undercurrent_threshold_risk",
                "Share of normal units that may be flagged, as the last unit was judged by",
                () -> this.risk);
    }

    void deadLetter(DeadLetter.Reason reason) {
        count(deadLetters.get(reason));
        if (reason == DeadLetter.Reason.LATE) {
            late.inc();
        }
    }

    void repartitioned() {
        repartitioned.inc();
    }

    void scored(ScoreRecord record) {
        Score score = record.score();
        count(scored.get(score.stage()));
        if (record.verdict().anomaly()) {
            count(flagged.get(score.stage()));
        }
        if (record.late()) {
            late.inc();
        }
        risk = record.verdict().risk();
        lag.observe(Math.max(0, record.scoredAt() - record.time()) / MILLIS);
        tailProbability.observe(score.tailProbability());
        surprise.observe(score.surprise());
        reconstruction.observe(-score.reconstruction());
        kl.observe(score.kl());
        share(score);
    }

    private static void count(@Nullable CounterDataPoint counter) {
        if (counter != null) { // never null: there is one of every constant
            counter.inc();
        }
    }

    private void share(Score score) {
        List<Reason> reasons = score.reasons();
        for (int i = 0; i < reasons.size(); i++) {
            Reason reason = reasons.get(i);
            if (reason.surprise() > 0) {
                shares.getOrDefault(reason.feature(), otherShares).inc(reason.surprise());
            }
        }
        if (score.otherReasons() > 0) {
            otherShares.inc(score.otherReasons());
        }
    }
}
