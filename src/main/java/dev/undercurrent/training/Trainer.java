package dev.undercurrent.training;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.MarginalTails;
import dev.undercurrent.score.ScoreUnits;
import dev.undercurrent.score.Smoothing;
import dev.undercurrent.score.TailCalibration;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.Member;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.vae.NetScores;
import dev.undercurrent.vae.TrainedMember;
import dev.undercurrent.vae.VaeSpec;
import dev.undercurrent.vae.VaeTrainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Trains a candidate: transforms, networks, units of the score and the features' own tails; not yet calibrated.
 * Thread-safe.
 */
final class Trainer {
    /** Vectors that the score's units are taken from; more would not move a quartile. */
    private static final int UNIT_ROWS = 4096;

    private static final int BATCH = 256;

    /** When the training of each member has to end. */
    interface Stops {
        /**
         * Whether one has to end, asked by the thread that trains it.
         *
         * @param member its place, from 0
         * @param members how many there are
         */
        BooleanSupplier of(int member, int members);
    }

    private final String topology;
    private final FeatureSchema schema;
    private final int history;
    private final boolean windowed;
    private final ModelConfig config;

    /**
     * @param history vectors of a key that are seen together, {@code T}
     * @param windowed whether vectors hold windows over their entities' past
     */
    Trainer(String topology, FeatureSchema schema, int history, boolean windowed, ModelConfig config) {
        this.topology = topology;
        this.schema = schema;
        this.history = history;
        this.windowed = windowed;
        this.config = config;
    }

    /**
     * Trains the next version.
     *
     * @param training at least one vector
     * @param holdout what came after them
     * @param units of the stream that the holdout stands for
     * @param parent the version in use, 0 for none
     * @param createdAt ms since the epoch
     * @param stops once true, what a member has reached is what it stays
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    ModelVersion train(
            List<FeatureVector> training,
            List<FeatureVector> holdout,
            long units,
            int version,
            int parent,
            long createdAt,
            Stops stops) {
        Encoding encoding = Encoding.fit(schema, training);
        Ensemble ensemble = Ensemble.of(config, history, windowed, training.size());
        long seed = config.seed() + version;
        List<TrainedMember> trained = members(encoding, ensemble, training, holdout, seed, stops);
        List<Member> members = trained.stream().map(TrainedMember::member).toList();
        MarginalTails tails =
                config.marginalTail() ? MarginalTails.fit(schema, training) : new MarginalTails(List.of());
        List<FeatureVector> normal = spread(training, UNIT_ROWS);
        return new ModelVersion(
                version,
                parent,
                topology,
                ModelVersion.ALL,
                createdAt,
                seed,
                ensemble.config(),
                schema,
                encoding,
                members,
                units(encoding, members, tails, normal, seed),
                tails,
                TailCalibration.NONE,
                history > 1 ? new Smoothing(config.smoothing()) : Smoothing.NONE,
                unitsPerDay(holdout, units),
                range(training, holdout),
                metrics(trained));
    }

    private static List<TrainedMember> members(
            Encoding encoding,
            Ensemble ensemble,
            List<FeatureVector> training,
            List<FeatureVector> holdout,
            long seed,
            Stops stops) {
        List<TrainedMember> members = new ArrayList<>(ensemble.members());
        for (int rows : ensemble.histories()) {
            VaeSpec spec = VaeSpec.of(ensemble.config(), encoding, rows);
            for (int bag = 0; bag < ensemble.bags(); bag++) {
                long memberSeed = seed * 31 + members.size();
                VaeTrainer trainer =
                        new VaeTrainer(ensemble.config(), encoding, stops.of(members.size(), ensemble.members()));
                members.add(trainer.train(
                        spec, bag(training, ensemble.config().bagRows(), memberSeed), holdout, memberSeed));
                TrainingRounds.requireWanted();
            }
        }
        return members;
    }

    private static List<FeatureVector> bag(List<FeatureVector> training, int rows, long seed) {
        if (rows == 0 || rows >= training.size()) {
            return training;
        }
        List<FeatureVector> shuffled = new ArrayList<>(training);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, rows);
    }

    private ScoreUnits units(
            Encoding encoding, List<Member> members, MarginalTails tails, List<FeatureVector> normal, long seed) {
        double[][] surprises = new double[normal.size()][members.size()];
        try (EnsembleNet net = new EnsembleNet(encoding, members, config.draws(), seed)) {
            for (int from = 0; from < normal.size(); from += BATCH) {
                TrainingRounds.requireWanted();
                List<FeatureVector> batch = normal.subList(from, Math.min(normal.size(), from + BATCH));
                NetScores scores = net.score(batch);
                for (int row = 0; row < batch.size(); row++) {
                    for (int member = 0; member < members.size(); member++) {
                        surprises[from + row][member] = scores.memberSurprise(member, row);
                    }
                }
            }
        }
        int[] histories =
                members.stream().mapToInt(member -> member.spec().history()).toArray();
        double[] marginals =
                config.marginalTail() ? normal.stream().mapToDouble(tails::nats).toArray() : new double[0];
        return ScoreUnits.fit(histories, surprises, marginals);
    }

    /** Evenly spread elements, in order. */
    static <V> List<V> spread(List<V> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<V> some = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }

    private static double unitsPerDay(List<FeatureVector> holdout, long units) {
        long first = holdout.stream().mapToLong(FeatureVector::time).min().orElse(0);
        long last = holdout.stream().mapToLong(FeatureVector::time).max().orElse(0);
        return last > first ? units * 86_400_000.0 / (last - first) : 0;
    }

    private static ModelVersion.TrainingRange range(List<FeatureVector> training, List<FeatureVector> holdout) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (FeatureVector vector : training) {
            first = Math.min(first, vector.time());
            last = Math.max(last, vector.time());
        }
        return new ModelVersion.TrainingRange(first, last, training.size(), holdout.size(), Map.of());
    }

    private static Map<String, Double> metrics(List<TrainedMember> trained) {
        TrainedMember reference = trained.get(0);
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("activeUnits", (double) reference.metrics().activeUnits());
        metrics.put("steps", (double) reference.metrics().steps());
        if (Double.isFinite(reference.metrics().holdoutSurprise())) {
            metrics.put("holdoutSurprise", reference.metrics().holdoutSurprise());
        }
        return metrics;
    }
}
