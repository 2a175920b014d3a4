package dev.undercurrent.vae;

import dev.undercurrent.features.Encoder;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The members of a model version, ready to score batches. The draws of z are the same fixed noise for every vector, so
 * a score does not depend on its neighbours in the batch beyond the last bits of a float. Not thread-safe: one stream
 * thread at a time. Closing frees its native memory.
 */
public final class EnsembleNet implements AutoCloseable {
    private final Encoding encoding;
    private final Ensemble ensemble;
    private final int history;
    private final int members;
    private final Encoder encoder;
    private Inputs.Batch scratch;

    /**
     * Computed by the {@link Engine#best} engine.
     *
     * @param members the first is the reference, whose parts are reported
     * @param draws of z that the reference's surprise is averaged over, {@code L}
     * @param seed of the noise
     * @throws NativeLibraryException if TensorFlow is wanted and does not load
     * @throws IllegalArgumentException if a member's weights do not fit its spec and the encoding
     */
    public EnsembleNet(Encoding encoding, List<Member> members, int draws, long seed) {
        this(encoding, members, draws, seed, Engine.best());
    }

    /** Computed by a given engine. */
    public EnsembleNet(Encoding encoding, List<Member> members, int draws, long seed, Engine engine) {
        this(encoding, members, draws, seed, engine::build);
    }

    /** Computed by what a factory makes; scores one empty vector, so that no later call pays for its start. */
    EnsembleNet(Encoding encoding, List<Member> members, int draws, long seed, Ensemble.Factory factory) {
        if (members.isEmpty() || draws < 1) {
            throw new IllegalArgumentException(
                    "members, draws: " + members.size() + ", " + draws + " (expected: at least 1 each)");
        }
        for (int member = 0; member < members.size(); member++) {
            check(encoding, members.get(member), member);
        }
        this.encoding = encoding;
        this.members = members.size();
        this.history = members.stream().mapToInt(m -> m.spec().history()).max().orElse(1);
        this.encoder = new Encoder(encoding, history);
        this.scratch = new Inputs.Batch(encoding, history, 1);
        this.ensemble = factory.build(
                encoding, members, history, noise(draws, members.get(0).spec().latent(), seed));
        ensemble.score(scratch, 1);
    }

    private static void check(Encoding encoding, Member member, int index) {
        Map<String, Tensor> tensors = member.weights().tensors();
        member.spec().shapes(encoding).forEach((name, shape) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
                throw new IllegalArgumentException("member " + index + ": tensor " + name + " "
                        + (tensor == null ? "missing" : Arrays.toString(tensor.shape())) + " (expected: "
                        + Arrays.toString(shape) + ")");
            }
        });
    }

    /** Rows of history that the members look back at, the own row included. */
    public int history() {
        return history;
    }

    /** The number of members, {@code M}. */
    public int members() {
        return members;
    }

    /** Scores vectors, at least one. */
    public NetScores score(List<FeatureVector> vectors) {
        int size = vectors.size();
        if (scratch.size < size) {
            scratch = new Inputs.Batch(encoding, history, Math.max(size, 2 * scratch.size));
        }
        encoder.encode(vectors, 0, scratch.x, scratch.mask, scratch.condition);
        return ensemble.score(scratch, size);
    }

    /** Standard normal noise {@code [L, K]}; every second draw mirrors the one before, so their mean is 0. */
    private static float[] noise(int draws, int latent, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] noise = new float[draws * latent];
        for (int draw = 0; draw < draws; draw++) {
            for (int k = 0; k < latent; k++) {
                noise[draw * latent + k] =
                        draw % 2 == 0 ? (float) random.nextGaussian() : -noise[(draw - 1) * latent + k];
            }
        }
        return noise;
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
