package dev.undercurrent.demo;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.baseline.Detector;
import dev.undercurrent.demo.LabelledDetection.Ranking;
import dev.undercurrent.detection.DetectionMetrics;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.simulation.CardPayments;
import dev.undercurrent.simulation.CardPaymentsConfig;
import dev.undercurrent.simulation.LabelledPayment;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Simulated card payments at full speed: a history that the retraining processor trains on, then payments that its
 * model scores. The labels stay in this class; nothing else sees them.
 */
public final class CardFraudDemo {
    /** Few enough that the history covers two months: the longest windows have then been full for one. */
    private static final int CUSTOMERS = 500;

    private static final int TERMINALS = 300;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final double FRAUD_SHARE = 0.0075;
    private static final int HISTORY = 60_000;
    private static final int LIVE = 60_000;
    private static final double TRAINED_SHARE = 0.7;
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final int EXAMPLES = 5;

    private final LoadedTopology topology;
    private final DemoListener listener;
    private final CardPayments payments;
    private final Set<String> frauds = new HashSet<>();
    private final List<Observed> history = new ArrayList<>();
    private final List<Observed> live = new ArrayList<>();
    private final TopRecords examples = new TopRecords(EXAMPLES);
    private boolean isLive;
    private long scoredByModel;
    private long flagged;

    /** A published record without its reasons. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Observed(boolean fraud, double score, boolean anomaly, double[] input) {}

    /** @param seed of the payments */
    public CardFraudDemo(LoadedTopology topology, long seed, DemoListener listener) {
        this.topology = topology;
        this.listener = listener;
        this.payments = new CardPayments(new CardPaymentsConfig(CUSTOMERS, TERMINALS, START, FRAUD_SHARE, seed));
    }

    /** Runs it; takes between one and three minutes. */
    public DemoResult run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (DemoRun run = DemoRun.start(topology, listener)) {
            listener.phase("writing " + HISTORY + " simulated payments as history; a model is trained on them");
            write(run, HISTORY);
            run.read(() -> run.scored() >= run.sent(), PATIENCE, this::observe);
            run.read(() -> run.trainedOn() >= TRAINED_SHARE * HISTORY, PATIENCE, this::observe);
            listener.phase("writing " + LIVE + " more payments; the model in use scores them");
            isLive = true;
            write(run, LIVE);
            run.read(() -> run.scored() >= run.sent(), PATIENCE, this::observe);
            return result(run, began);
        }
    }

    private void write(DemoRun run, int count) {
        for (int left = count; left > 0; left--) {
            LabelledPayment next = payments.next();
            if (next.pattern().isFraud()) {
                frauds.add(next.payment().id());
            }
            run.send(
                    next.payment().customer(),
                    next.payment().timestamp(),
                    next.payment().json());
        }
    }

    private void observe(ScoreRecord record) {
        Observed observed = new Observed(
                frauds.contains(record.id()),
                record.score().score(),
                record.verdict().anomaly(),
                input(record));
        scoredByModel += record.score().stage() == Stage.MODEL ? 1 : 0;
        if (isLive && record.score().stage() == Stage.MODEL) {
            live.add(observed);
        } else {
            history.add(observed);
        }
        if (record.verdict().anomaly()) {
            flagged++;
            examples.offer(record);
            listener.flagged(record);
        }
    }

    /** The numbers among a record's values; 0 where missing. */
    private static double[] input(ScoreRecord record) {
        return record.input().values().values().stream()
                .filter(value -> !(value instanceof Value.Text))
                .mapToDouble(value -> value instanceof Value.Numeric numeric ? numeric.number() : 0)
                .toArray();
    }

    private DemoResult result(DemoRun run, long began) {
        return new DemoResult(
                topology.name(),
                true,
                run.sent(),
                run.scored(),
                scoredByModel,
                Promotions.count(run.lifecycle()),
                flagged,
                live.isEmpty() || history.isEmpty() ? Optional.empty() : Optional.of(detection()),
                examples.ranked(),
                (System.nanoTime() - began) / 1e9);
    }

    private LabelledDetection detection() {
        byte[] labels = new byte[live.size()];
        double[] scores = new double[labels.length];
        double[] simple = new double[labels.length];
        Detector robustZ = Baseline.ROBUST_Z.detector(0);
        robustZ.fit(history.stream().map(Observed::input).toArray(double[][]::new), history.size());
        int positives = 0;
        int caught = 0;
        int flags = 0;
        for (int row = 0; row < labels.length; row++) {
            Observed observed = live.get(row);
            labels[row] = (byte) (observed.fraud() ? 1 : 0);
            scores[row] = observed.score();
            simple[row] = robustZ.score(observed.input());
            positives += labels[row];
            flags += observed.anomaly() ? 1 : 0;
            caught += observed.anomaly() && observed.fraud() ? 1 : 0;
        }
        DetectionMetrics ours = DetectionMetrics.of(scores, labels);
        DetectionMetrics theirs = DetectionMetrics.of(simple, labels);
        return new LabelledDetection(
                labels.length,
                positives,
                ours.averagePrecision(),
                ours.auroc(),
                (double) caught / flags,
                (double) caught / positives,
                new Ranking(theirs.averagePrecision(), theirs.auroc()));
    }
}
