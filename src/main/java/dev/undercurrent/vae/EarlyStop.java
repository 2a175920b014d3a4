package dev.undercurrent.vae;

import org.jspecify.annotations.Nullable;

/**
 * Ends a training run whose holdout has become clearly worse, twice in a row by more than a nat and a tenth of its
 * size, and keeps the weights of its best check. Not thread-safe: lives within one run.
 */
final class EarlyStop {
    private double least = Double.POSITIVE_INFINITY;
    private @Nullable Weights best;
    private int worse;

    /** Takes a check's median surprise and answers whether the run is over. */
    boolean isOver(double surprise, TrainingGraph graph) {
        if (surprise < least) {
            least = surprise;
            best = graph.weights();
            worse = 0;
        } else {
            worse = surprise > least + 1 + 0.1 * Math.abs(least) ? worse + 1 : 0;
        }
        return isOver();
    }

    boolean isOver() {
        return worse >= 2;
    }

    /** The weights of the best check if the run is over, else those it has reached. */
    Weights chosen(TrainingGraph graph) {
        return isOver() && best != null ? best : graph.weights();
    }
}
