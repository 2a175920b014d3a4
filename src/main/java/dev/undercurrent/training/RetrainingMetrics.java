package dev.undercurrent.training;

import dev.undercurrent.metrics.Meters;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How retraining goes. The one task that retrains tells; the gauges of its sample are absent on instances without it,
 * those of the last round before this process has finished one. Thread-safe.
 */
final class RetrainingMetrics {
    private final CounterDataPoint promoted;
    private final CounterDataPoint rejected;
    private final CounterDataPoint failed;
    private volatile boolean running;
    private final AtomicInteger rejections = new AtomicInteger();
    private volatile OptionalDouble samples = OptionalDouble.empty();
    private volatile OptionalDouble seconds = OptionalDouble.empty();
    private volatile OptionalDouble elbo = OptionalDouble.empty();
    private volatile OptionalDouble drift = OptionalDouble.empty();
    private volatile OptionalDouble kept = OptionalDouble.empty();

    RetrainingMetrics(Meters meters) {
        Counter rounds = meters.counter(
                "undercurrent_training_rounds", "Training rounds by what became of their candidate", "outcome");
        promoted = rounds.labelValues("promoted");
        rejected = rounds.labelValues("rejected");
        failed = rounds.labelValues("failed");
        meters.gauge(
                "undercurrent_training_running", "Whether this instance is training, 0 or 1", () -> running ? 1 : 0);
        meters.gauge("undercurrent_training_samples", "Units the last round was trained on", () -> samples);
        meters.gauge("undercurrent_training_seconds", "How long the last round took", () -> seconds);
        meters.gauge(
                "undercurrent_training_candidate_elbo_nats",
                "Mean ELBO of the holdout's raw values under the last candidate, the most surprising fiftieth left out",
                () -> elbo);
        meters.gauge(
                "undercurrent_training_rejections_in_a_row",
                "Candidates rejected since the last promotion or start",
                rejections::doubleValue);
        meters.gauge(
                "undercurrent_drift",
                "Moving share of flagged units, 0 to 1; above a half they are taken for the new normal",
                () -> drift);
        meters.gauge("undercurrent_reservoir_units", "Units kept for training and holdout", () -> kept);
    }

    /** Notes where the sample stands. */
    void sampled(double flaggedShare, long units) {
        drift = OptionalDouble.of(flaggedShare);
        kept = OptionalDouble.of((double) units);
    }

    /** Notes that a round begins. */
    void began(int units) {
        running = true;
        samples = OptionalDouble.of(units);
    }

    /** Notes that a round is done. */
    void finished(RoundResult result) {
        running = false;
        seconds = figure(result.figures(), RoundResult.SECONDS);
        OptionalDouble surprise = figure(result.figures(), RoundResult.SURPRISE);
        elbo = surprise.isPresent() ? OptionalDouble.of(-surprise.getAsDouble()) : surprise;
        if (result.version() > 0) {
            promoted.inc();
            rejections.set(0);
        } else {
            rejected.inc();
            rejections.incrementAndGet();
        }
    }

    /** Notes that a round ended without a candidate. */
    void failed() {
        running = false;
        failed.inc();
    }

    /** Notes that the task has gone elsewhere. */
    void released() {
        running = false;
        rejections.set(0);
        drift = OptionalDouble.empty();
        kept = OptionalDouble.empty();
    }

    private static OptionalDouble figure(Map<String, Double> figures, String name) {
        Double figure = figures.get(name);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }
}
