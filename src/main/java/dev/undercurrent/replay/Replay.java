package dev.undercurrent.replay;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.replay.Protocol.Role;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.EventParser;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.training.InlineRetraining;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.training.Rounds;
import dev.undercurrent.training.Sample;
import dev.undercurrent.training.TrainingConfig;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One replay: the stages that the topology puts in order, driven in its order by one thread over records of the source.
 * The wall clock is the latest event time so far; what is random or depends on a clock in the live application (batch
 * borders, the end of a training round) is fixed by the count of units, so that the same input gives the same bits.
 *
 * <p>Not thread-safe. To be closed, as its models hold native memory.
 */
public final class Replay implements AutoCloseable {
    private static final int SWEEP_EVERY = 256;
    /** A round that a clock cuts off would end elsewhere in the next run. */
    private static final Duration NO_BUDGET = Duration.ofDays(1);

    private final ReplaySettings settings;
    private final Truth truth;
    private final ReplayListener listener;
    private final List<WindowGroup> confirming;
    private final EventParser parser;
    private final VectorStages vectors;
    private final ScoreStages scores;
    private final ReplayModels models;
    private final InlineRetraining retraining;
    private final PriorityQueue<Said> verdicts = new PriorityQueue<>();
    private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
    private boolean trained;
    private long rows;
    private long warmup;
    private long wallTime;

    /** A verdict on its way; those of one time in the order of their units. */
    private record Said(Verdict verdict, long number) implements Comparable<Said> {
        @Override
        public int compareTo(Said other) {
            int byTime = Long.compare(verdict.time(), other.verdict.time());
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    public Replay(LoadedTopology topology, ReplaySettings settings, Truth truth, ReplayListener listener) {
        VectorPlan plan = topology.plan();
        this.settings = settings;
        this.truth = truth;
        this.listener = listener;
        this.confirming =
                plan.groups().stream().filter(WindowGroup::countsConfirmed).toList();
        this.parser = new EventParser(topology.config().source(), plan.fields());
        this.vectors = new VectorStages(plan, topology.config().history());
        this.models = new ReplayModels(topology.config().publish().reasons());
        TrainingConfig training = training(topology.config().training(), settings.sample());
        this.retraining =
                new InlineRetraining(training, topology.model().seed(), observed(topology.rounds(training, models)));
        this.scores = new ScoreStages(topology, plan, models.slot(), listener, retraining::add);
        settings.model().ifPresent(models::use);
        this.trained = settings.model().isPresent() || !settings.protocol().hasWarmup();
        for (Verdict verdict : settings.verdicts()) {
            verdicts.add(new Said(verdict, verdicts.size()));
        }
    }

    private static TrainingConfig training(TrainingConfig config, int sample) {
        return new TrainingConfig(
                config.every(), config.firstAfter(), Math.max(config.sample(), sample), config.holdout(), NO_BUDGET);
    }

    private Rounds observed(Rounds rounds) {
        return (Sample sample, int lastVersion, boolean shifted, long wallClockTime) -> {
            listener.training(sample);
            return rounds.run(sample, lastVersion, shifted, wallClockTime);
        };
    }

    /** The risk by which the last unit was decided. */
    public double risk() {
        return scores.risk();
    }

    /** Takes the next record through the stages. */
    public void accept(SourceRecord record) {
        Outcome<Event> parsed = parser.parse(record.origin(), record.timestamp(), settings.now());
        if (parsed instanceof Outcome.Accepted<Event> accepted) {
            accept(
                    accepted.value(),
                    truth.label(accepted.value(), record.origin().value()));
        } else if (parsed instanceof Outcome.Rejected<Event> letter) {
            rejected.merge(letter.letter().reason(), 1L, Long::sum);
        }
        if (++rows % SWEEP_EVERY == 0) {
            vectors.sweep(wallTime);
        }
    }

    private void accept(Event event, int label) {
        wallTime = Math.max(wallTime, event.time());
        deliverVerdicts();
        vectors.accept(event, label, wallTime, this::unit).ifPresent(reason -> rejected.merge(reason, 1L, Long::sum));
        if (label == 1 && settings.labelDelay().isPresent()) {
            confirmLater(event, settings.labelDelay().get().toMillis());
        }
    }

    private void deliverVerdicts() {
        for (Said next = verdicts.peek(); next != null && next.verdict().time() <= wallTime; next = verdicts.peek()) {
            vectors.confirm(next.verdict(), wallTime);
            verdicts.remove();
        }
    }

    private void confirmLater(Event event, long delay) {
        if (!confirming.isEmpty()) {
            Map<String, String> keys = new HashMap<>();
            for (WindowGroup group : confirming) {
                keys.put(group.name(), group.keyOf(event));
            }
            Verdict verdict = new Verdict(event.id(), Verdict.Answer.TRUE, event.time() + delay, keys);
            verdicts.add(new Said(verdict, rows + settings.verdicts().size()));
        }
    }

    private void unit(FeatureVector vector, int label) {
        Role role = settings.protocol().of(rows, vector.time());
        if (role == Role.FEEDS) {
            return;
        }
        if (role == Role.TRAINS) {
            warmup++;
            listener.trains(vector);
        }
        if (!trained && role != Role.TRAINS) {
            scores.flush(wallTime);
            train();
        }
        if (scores.add(vector, label, role)) {
            flush();
        }
    }

    private void flush() {
        scores.flush(wallTime);
        if (trained && settings.retrain() && retraining.isDue(wallTime)) {
            round();
        }
    }

    private void train() {
        if (retraining.seen() == 0) {
            throw new ConfigException(
                    List.of(Problems.line("warmup", "no unit", "rows before those that are scored; move its borders")));
        }
        trained = true;
        round();
        if (models.current().isEmpty()) {
            throw new IllegalStateException("training: no model of " + retraining.seen()
                    + " units (expected: one; see the log for the reason)");
        }
    }

    private void round() {
        RoundResult result = retraining.round(wallTime);
        models.apply(result).ifPresent(version -> listener.swapped(version, wallTime));
    }

    /** Closes what is open and scores what waits. To be called once, after the last record. */
    public void finish() {
        vectors.finish(this::unit);
        scores.flush(wallTime);
    }

    /** Records taken so far. */
    public long rows() {
        return rows;
    }

    /** Units that only trained so far. */
    public long warmup() {
        return warmup;
    }

    /** Records that were no events or too late, by reason. */
    public Map<Reason, Long> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /** The version in use at the end, if there is one. */
    public Optional<ModelVersion> model() {
        return models.current();
    }

    @Override
    public void close() {
        models.close();
    }
}
