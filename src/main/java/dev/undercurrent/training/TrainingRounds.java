package dev.undercurrent.training;

import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.RecordSerdes;
import dev.undercurrent.threshold.Threshold;
import dev.undercurrent.training.Announcement.Destination;
import dev.undercurrent.training.Evaluator.Evaluated;
import dev.undercurrent.vae.ModelConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round: {@code sample → train → evaluate → publish}. Runs on the training thread; thread-safe. */
public final class TrainingRounds implements Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRounds.class);

    /** Versions that stay in the topic, for a way back. */
    private static final int KEPT = 5;

    private final String topology;
    private final FeatureSchema schema;
    private final TrainingConfig config;
    private final Trainer trainer;
    private final Evaluator evaluator;
    private final SampledUnitSerde units;
    private final Registry registry;

    /** What is known of the versions published so far. */
    public interface Registry {
        /** The version in use. */
        Optional<ModelVersion> current();

        /** Those in the models topic, ascending. */
        List<ModelManifest> versions();
    }

    /**
     * @param history vectors of a key that are seen together, {@code T}
     * @param windowed whether vectors hold windows over their entities' past
     * @param threshold by which units are flagged
     * @param units how the sample's units are written
     */
    public TrainingRounds(
            String topology,
            FeatureSchema schema,
            int history,
            boolean windowed,
            Threshold threshold,
            TrainingConfig config,
            ModelConfig model,
            SampledUnitSerde units,
            Registry registry) {
        this.topology = topology;
        this.schema = schema;
        this.config = config;
        this.trainer = new Trainer(topology, schema, history, windowed, model);
        this.evaluator = new Evaluator(threshold);
        this.units = units;
        this.registry = registry;
    }

    @Override
    public RoundResult run(Sample sample, int lastVersion, boolean shifted, long wallClockTime) {
        List<FeatureVector> training = vectors(sample.training());
        List<FeatureVector> holdout = vectors(sample.holdout());
        Optional<ModelVersion> inUse = registry.current();
        int parent = inUse.map(ModelVersion::version).orElse(0);
        int version = Math.max(newest(), Math.max(lastVersion, parent)) + 1;
        LOG.atInfo()
                .addKeyValue("modelVersion", version)
                .addKeyValue("samples", training.size())
                .addKeyValue("holdout", holdout.size())
                .log("training");
        long began = System.nanoTime();
        ModelVersion trained = trainer.train(
                training,
                holdout,
                sample.holdout().stream().mapToLong(SampledUnitSerde::weight).sum(),
                version,
                parent,
                wallClockTime,
                stops(config.budget()));
        Evaluated evaluated = evaluator.evaluate(
                trained, inUse.filter(model -> isComparable(model, trained)), holdout, flags(sample.holdout()));
        Map<String, Double> figures = new TreeMap<>(trained.metrics());
        figures.putAll(evaluated.evaluation().figures());
        figures.put(RoundResult.SECONDS, (System.nanoTime() - began) / 1e9);
        return result(evaluated.candidate().measured(figures), evaluated.evaluation(), shifted);
    }

    /** Whether two models' surprises are of the same values: their reference members see as many rows at once. */
    private boolean isComparable(ModelVersion model, ModelVersion candidate) {
        return model.schema().equals(schema) && history(model) == history(candidate);
    }

    private static int history(ModelVersion model) {
        return model.members().get(0).spec().history();
    }

    /** Number of the newest version in the topic, which outlives the state that notes the last one; 0 for none. */
    private int newest() {
        List<ModelManifest> versions = registry.versions();
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).version();
    }

    private RoundResult result(ModelVersion candidate, Evaluation evaluation, boolean shifted) {
        List<Announcement> announcements = new ArrayList<>();
        if (shifted) {
            announcements.add(event(LifecycleEvent.Type.DRIFT, candidate, "flagged units have become the normal ones"));
        }
        announcements.add(event(LifecycleEvent.Type.TRAINED, candidate, ""));
        Optional<String> objection = evaluation.objection();
        LOG.atInfo()
                .addKeyValue("modelVersion", candidate.version())
                .addKeyValue("objection", objection.orElse("none"))
                .addKeyValue("metrics", candidate.metrics())
                .log(objection.isPresent() ? "model rejected" : "model promoted");
        if (objection.isPresent()) {
            announcements.add(event(LifecycleEvent.Type.REJECTED, candidate, objection.get()));
            return new RoundResult(0, announcements, candidate.metrics());
        }
        announcements.add(event(LifecycleEvent.Type.PROMOTED, candidate, ""));
        ModelChunks.publish(candidate).forEach(record -> announcements.add(model(record)));
        List<ModelManifest> versions = registry.versions();
        for (ModelManifest old : versions.subList(0, Math.max(0, versions.size() + 1 - KEPT))) {
            ModelChunks.remove(old).forEach(record -> announcements.add(model(record)));
        }
        return new RoundResult(candidate.version(), announcements, candidate.metrics());
    }

    private static Announcement model(ModelChunks.ModelRecord record) {
        return new Announcement(Destination.MODELS, record.key(), record.value());
    }

    private Announcement event(LifecycleEvent.Type type, ModelVersion candidate, String reason) {
        LifecycleEvent event = new LifecycleEvent(
                type,
                topology,
                candidate.segment(),
                candidate.version(),
                reason,
                candidate.createdAt(),
                candidate.metrics());
        byte[] json = RecordSerdes.lifecycleEvents().serializer().serialize(topology, event);
        return new Announcement(Destination.LIFECYCLE, candidate.segment(), json);
    }

    /**
     * Asked between the parts of a round that take long: nobody waits for one that was interrupted.
     *
     * @throws CancellationException if it was
     */
    static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("training: interrupted (expected: the time to end)");
        }
    }

    /**
     * A thread that gives way takes as long as the others let it, so what is limited is its CPU time. Each member has
     * an equal part of it and what those before it have left, as all of them count the same in a score.
     */
    static Trainer.Stops stops(Duration budget) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        return (member, members) -> {
            long end = begin + (long) (budget.toNanos() * (member + 1.0) / members);
            return () -> Thread.currentThread().isInterrupted() || threads.getCurrentThreadCpuTime() > end;
        };
    }

    private List<FeatureVector> vectors(List<byte[]> stored) {
        List<FeatureVector> vectors = new ArrayList<>(stored.size());
        for (byte[] unit : stored) {
            vectors.add(units.deserializer().deserialize(topology, unit).vector());
        }
        return vectors;
    }

    private static boolean[] flags(List<byte[]> stored) {
        boolean[] flags = new boolean[stored.size()];
        for (int row = 0; row < flags.length; row++) {
            flags[row] = SampledUnitSerde.isFlagged(stored.get(row));
        }
        return flags;
    }
}
