package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Trains members one after the other in the calling thread. The same vectors and seed give the same weights, bit by bit
 * on one kind of processor, unless {@code stop} cuts a run short. Not thread-safe: one training thread owns it.
 */
public final class VaeTrainer {
    private static final int STEPS_PER_CHECK = 8;
    private static final int PHASES = 20;
    private static final int EVALUATED = 2048;

    private final ModelConfig config;
    private final Encoding encoding;
    private final BooleanSupplier stop;

    /**
     * @param stop asked every few steps; once true, a run returns what it has reached
     * @throws NativeLibraryException if TensorFlow does not load
     */
    public VaeTrainer(ModelConfig config, Encoding encoding, BooleanSupplier stop) {
        NativeLibrary.load();
        this.config = config;
        this.encoding = encoding;
        this.stop = stop;
    }

    /**
     * Trains one member.
     *
     * @param training at least one vector
     * @param holdout vectors to stop early by, may be empty; at most the first 2048 are looked at
     * @param seed of first weights, batches and noise
     */
    public TrainedMember train(VaeSpec spec, List<FeatureVector> training, List<FeatureVector> holdout, long seed) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training: 0 vectors (expected: at least 1)");
        }
        Inputs inputs = new Inputs(encoding, training, spec.history());
        Inputs held = new Inputs(encoding, holdout.subList(0, Math.min(EVALUATED, holdout.size())), spec.history());
        try (TrainingGraph graph = new TrainingGraph(encoding, spec, config.trim() > 0)) {
            graph.assign(Glorot.weights(spec.shapes(encoding), seed));
            return new Run(graph, spec, inputs, held, seed).train();
        }
    }

    /** One training run. */
    private final class Run {
        private final TrainingGraph graph;
        private final VaeSpec spec;
        private final Inputs inputs;
        private final Inputs holdout;
        private final long seed;
        private final SplittableRandom random;
        private final int[] order;
        private final Inputs.Batch batch;
        private final EarlyStop earlyStop = new EarlyStop();
        private final List<Double> losses = new ArrayList<>();
        private int next;

        Run(TrainingGraph graph, VaeSpec spec, Inputs inputs, Inputs holdout, long seed) {
            this.graph = graph;
            this.spec = spec;
            this.inputs = inputs;
            this.holdout = holdout;
            this.seed = seed;
            this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
            this.order = new int[inputs.size()];
            Arrays.setAll(order, i -> i);
            this.next = order.length;
            this.batch = new Inputs.Batch(encoding, spec.history(), Math.min(config.batch(), inputs.size()));
        }

        TrainedMember train() {
            int settled = Math.min(200, (int) Math.round(0.3 * config.steps()));
            int trimmed = Math.max(1, (int) Math.round(batch.size * (1 - config.trim())));
            int phase = Math.max(1, config.steps() / PHASES);
            double sum = 0;
            int step = 0;
            while (step < config.steps() && !(step % STEPS_PER_CHECK == 0 && step > 0 && stop.getAsBoolean())) {
                fill();
                sum += graph.step(batch, Schedule.of(config, step), step < settled ? batch.size : trimmed, seed);
                step++;
                if (step % phase == 0) {
                    losses.add(sum / phase);
                    sum = 0;
                    if (step > config.warmup() && step >= settled && isClearlyWorse()) {
                        break;
                    }
                }
            }
            Weights weights = earlyStop.chosen(graph);
            return new TrainedMember(new Member(spec, weights), metrics(step));
        }

        private boolean isClearlyWorse() {
            return holdout.size() > 0 && earlyStop.isOver(evaluate(holdout).median(), graph);
        }

        private TrainingMetrics metrics(int steps) {
            int active = evaluate(inputs).activeUnits();
            double surprise = holdout.size() > 0 ? evaluate(holdout).mean() : Double.NaN;
            return new TrainingMetrics(steps, losses, surprise, active);
        }

        private Evaluation evaluate(Inputs rows) {
            Evaluation evaluation = new Evaluation(Math.min(EVALUATED, rows.size()), spec.latent());
            Inputs.Batch chunk = new Inputs.Batch(encoding, spec.history(), 256);
            int stride = Math.max(1, rows.size() / EVALUATED);
            for (int start = 0; start < evaluation.size(); start += chunk.size) {
                int n = Math.min(chunk.size, evaluation.size() - start);
                for (int i = 0; i < n; i++) {
                    rows.copyTo(chunk, (start + i) * stride, i);
                }
                float[][] values = graph.evaluate(chunk, n);
                evaluation.add(values[0], values[1]);
            }
            return evaluation;
        }

        /** Fills the batch with the next rows of a shuffled pass over all. */
        private void fill() {
            for (int i = 0; i < batch.size; i++) {
                if (next == order.length) {
                    shuffle();
                }
                inputs.copyTo(batch, order[next++], i);
            }
        }

        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            next = 0;
        }
    }
}
