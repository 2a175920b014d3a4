package dev.undercurrent.topology;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.score.Smoothing;
import dev.undercurrent.score.Stage;
import java.util.ArrayList;
import java.util.List;

/** Scores a vector by the length of its history and always finds it equally rare; remembers the sizes of batches. */
final class StandInScorer implements Scorer {
    private final int version;
    private final double tailProbability;
    private final List<Integer> batches = new ArrayList<>();
    private boolean closed;

    StandInScorer(int version, double tailProbability) {
        this.version = version;
        this.tailProbability = tailProbability;
    }

    @Override
    public List<Score> score(List<FeatureVector> batch) {
        batches.add(batch.size());
        return batch.stream()
                .map(vector -> new Score(
                        version,
                        Stage.MODEL,
                        vector.history().size(),
                        2,
                        -1.5,
                        0.5,
                        tailProbability,
                        List.of(),
                        1.5,
                        new Latent(new float[] {0.25f}, new float[] {1})))
                .toList();
    }

    /** The sizes of the batches so far. */
    List<Integer> batches() {
        return batches;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Smoothing smoothing() {
        return Smoothing.NONE;
    }

    @Override
    public double tailProbability(double score) {
        return tailProbability;
    }

    @Override
    public void close() {
        closed = true;
    }
}
