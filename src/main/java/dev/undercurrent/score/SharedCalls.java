package dev.undercurrent.score;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Makes one model call of the batches that the tasks of a thread have scored one after the other: what goes along with
 * the first of them is kept until its own batch comes. A swap of the model in between has it scored anew, so that a
 * batch is scored by one version. Not thread-safe: one stream thread owns it.
 */
final class SharedCalls {
    /** More than ever waits for its batch: the rest is of tasks that have left the thread. */
    static final int MOST = 8192;

    private final IdentityHashMap<FeatureVector, Score> ahead = new IdentityHashMap<>();
    private int version;

    /**
     * One score a vector of the batch, in order.
     *
     * @param companions scored in the same call where one is needed
     * @param modelVersion of the model that is called
     * @param model gives one score a vector
     */
    List<Score> score(
            List<FeatureVector> batch,
            List<FeatureVector> companions,
            int modelVersion,
            Function<List<FeatureVector>, List<Score>> model) {
        if (modelVersion != version) {
            ahead.clear();
            version = modelVersion;
        }
        if (companions.isEmpty() && ahead.isEmpty()) {
            return model.apply(batch);
        }
        List<FeatureVector> missing = missing(batch);
        if (!missing.isEmpty()) {
            missing.addAll(missing(companions));
            List<Score> scores = model.apply(missing);
            for (int row = 0; row < scores.size(); row++) {
                ahead.put(missing.get(row), scores.get(row));
            }
        }
        List<Score> scores = new ArrayList<>(batch.size());
        for (FeatureVector vector : batch) {
            scores.add(ahead.remove(vector));
        }
        if (ahead.size() > MOST) {
            ahead.clear();
        }
        return scores;
    }

    private List<FeatureVector> missing(List<FeatureVector> vectors) {
        List<FeatureVector> missing = new ArrayList<>();
        for (FeatureVector vector : vectors) {
            if (!ahead.containsKey(vector)) {
                missing.add(vector);
            }
        }
        return missing;
    }
}
