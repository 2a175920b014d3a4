package dev.undercurrent.training;

import dev.undercurrent.vae.ModelConfig;
import java.util.List;
import java.util.TreeSet;

/**
 * Which networks make up a model, every {@code auto} resolved. Immutable.
 *
 * <p>A stream whose vectors are seen alone gets six networks on 256 random vectors each, every batch without its most
 * surprising fifth and after a third of the steps, as so few rows are learnt by heart otherwise: small samples make
 * anomalies of the warm-up rare in each and the networks unlike each other. Where vectors hold windows over their own
 * past, and from 20,000 of them on, one network learns from all: such vectors stay alike while the stream moves on.
 * Rows by themselves are bagged however many they are, since one network learns a warm-up by heart that the stream soon
 * leaves (forest cover: AUROC .54 against .76), although its evidence on the holdout is the better one. A stream with
 * history gets one network for each of 1, 5 and T vectors, on everything: its order says more than bagging does.
 *
 * @param histories vectors that each kind of member sees, ascending; the first is the reference's
 * @param bags members of each kind
 * @param config the networks, with rows and trim as resolved
 */
record Ensemble(List<Integer> histories, int bags, ModelConfig config) {
    private static final int BAGS = 6;
    private static final int BAG_ROWS = 256;
    private static final double BAG_STEPS = 0.3;
    private static final double TRIM = 0.2;
    private static final int MANY_ROWS = 20_000;
    private static final int SHORT_HISTORY = 5;

    /**
     * @param windowed whether vectors hold windows over their entities' past
     * @param rows vectors to train on
     */
    static Ensemble of(ModelConfig config, int history, boolean windowed, int rows) {
        TreeSet<Integer> histories = new TreeSet<>(config.histories());
        if (histories.isEmpty()) {
            histories.addAll(List.of(1, Math.min(SHORT_HISTORY, history), history));
        }
        histories.removeIf(length -> length > history);
        if (histories.isEmpty()) {
            histories.add(history);
        }
        if (config.bags() > 0) {
            return new Ensemble(List.copyOf(histories), config.bags(), config);
        }
        return history == 1 && !(windowed && rows >= MANY_ROWS)
                ? new Ensemble(
                        List.copyOf(histories),
                        BAGS,
                        config.bagged(
                                        config.bagRows() > 0 ? config.bagRows() : BAG_ROWS,
                                        config.trim() > 0 ? config.trim() : TRIM)
                                .shortened(BAG_STEPS))
                : new Ensemble(List.copyOf(histories), 1, config);
    }

    int members() {
        return histories.size() * bags;
    }
}
