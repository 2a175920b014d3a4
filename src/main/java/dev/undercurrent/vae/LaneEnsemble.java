package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.simd.Posterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ensemble on the processor's vector registers: what {@link EnsembleGraph} gives, to the last bits of a float,
 * without the price of a graph's call. Equal rows give equal bits in whatever batch they stand. Its results lie in
 * arrays of its own, which the next call writes anew.
 */
final class LaneEnsemble implements Ensemble {
    private static final float[] NONE = {};

    private final Encoding encoding;
    private final int history;
    private final LaneNetwork reference;
    private final List<LaneNetwork> others = new ArrayList<>();
    private float[] kl = NONE;
    private float[] share = NONE;
    private float[] mean = NONE;
    private float[] std = NONE;
    private float[] location = NONE;
    private float[] scale = NONE;
    private float[] surprises = NONE;
    private float[] sums = NONE;

    /**
     * @param history the longest of the members'
     * @param noise {@code [L, K]}
     */
    LaneEnsemble(Encoding encoding, List<Member> members, int history, float[] noise) {
        this.encoding = encoding;
        this.history = history;
        Member first = members.get(0);
        this.reference =
                new LaneNetwork(encoding, first, transposed(noise, first.spec().latent()));
        for (Member member : members.subList(1, members.size())) {
            others.add(new LaneNetwork(encoding, member, new float[member.spec().latent()]));
        }
    }

    private static float[] transposed(float[] noise, int latent) {
        int draws = noise.length / latent;
        float[] turned = new float[noise.length];
        for (int draw = 0; draw < draws; draw++) {
            for (int k = 0; k < latent; k++) {
                turned[k * draws + draw] = noise[draw * latent + k];
            }
        }
        return turned;
    }

    @Override
    public NetScores score(Inputs.Batch batch, int rows) {
        Posterior posterior = reference.posterior();
        int latent = posterior.latent();
        int shares = encoding.shares();
        if (kl.length < rows) {
            grow(Math.max(rows, 2 * kl.length));
        }
        Arrays.fill(share, 0, rows * shares, 0);
        for (int from = 0; from < rows; from += LaneNetwork.ROWS) {
            int size = Math.min(LaneNetwork.ROWS, rows - from);
            reference.score(batch, history, from, size, share, location, scale);
            posterior.copyTo(kl, mean, std, from, size);
            for (int other = 0; other < others.size(); other++) {
                Arrays.fill(sums, from * shares, (from + size) * shares, 0);
                others.get(other).score(batch, history, from, size, sums);
                for (int row = 0; row < size; row++) {
                    surprises[other * rows + from + row] =
                            others.get(other).posterior().kl(row) + sum(sums, (from + row) * shares, shares);
                }
            }
        }
        return new NetScores(rows, encoding, latent, kl, share, mean, std, location, scale, surprises);
    }

    private void grow(int rows) {
        kl = new float[rows];
        share = new float[rows * encoding.shares()];
        mean = new float[rows * reference.posterior().latent()];
        std = new float[rows * reference.posterior().latent()];
        location = new float[rows * encoding.columns()];
        scale = new float[rows * encoding.columns()];
        surprises = new float[others.size() * rows];
        sums = new float[others.isEmpty() ? 0 : rows * encoding.shares()];
    }

    private static float sum(float[] values, int from, int count) {
        float sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }

    @Override
    public void close() {
        // nothing outside the heap
    }
}
