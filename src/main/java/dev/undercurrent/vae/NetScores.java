package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;

/**
 * What an {@link EnsembleNet} says about the vectors of one batch, in nats; flat arrays with an accessor each. Good
 * until the net's next call, which may write to the same arrays: a call then leaves nothing behind.
 */
public final class NetScores {
    private final int size;
    private final int shares;
    private final int columns;
    private final int latent;
    private final float[] kl;
    private final float[] share;
    private final float[] mean;
    private final float[] std;
    private final float[] location;
    private final float[] scale;
    private final float[] others;

    /**
     * Over arrays that may be longer than the batch.
     *
     * @param size vectors, {@code B}
     * @param latent size of the reference member's latent code, {@code K}
     * @param others −ELBO at the posterior mean of the members but the first, {@code [M − 1, B]}
     */
    NetScores(
            int size,
            Encoding encoding,
            int latent,
            float[] kl,
            float[] share,
            float[] mean,
            float[] std,
            float[] location,
            float[] scale,
            float[] others) {
        this.size = size;
        this.shares = encoding.shares();
        this.columns = encoding.columns();
        this.latent = latent;
        this.kl = kl;
        this.share = share;
        this.mean = mean;
        this.std = std;
        this.location = location;
        this.scale = scale;
        this.others = others;
    }

    /** The vectors, {@code B}. */
    public int size() {
        return size;
    }

    /** −ELBO of the reference member: {@code kl − reconstruction}, averaged over the draws. */
    public double surprise(int row) {
        return kl[row] - reconstruction(row);
    }

    /** Mean log-likelihood of the reference member; minus the sum of the shares. */
    public double reconstruction(int row) {
        double sum = 0;
        for (int i = row * shares; i < (row + 1) * shares; i++) {
            sum += share[i];
        }
        return -sum;
    }

    /** KL divergence of the reference member's posterior from the prior, never negative. */
    public double kl(int row) {
        return kl[row];
    }

    /** A scored feature's share of the surprise, summed over the history's rows; 0 where it is missing in all. */
    public double share(int row, int scored) {
        return share[row * shares + scored];
    }

    /** Mean of q(z|x) of the reference member. */
    public double mean(int row, int k) {
        return mean[row * latent + k];
    }

    /** Standard deviation of q(z|x) of the reference member. */
    public double std(int row, int k) {
        return std[row * latent + k];
    }

    /** Size of the reference member's latent code, {@code K}. */
    public int latent() {
        return latent;
    }

    /**
     * What a member makes of a vector: {@link #surprise} of the first, −ELBO at the posterior mean, KL included, of the
     * others.
     */
    public double memberSurprise(int member, int row) {
        return member == 0 ? surprise(row) : others[(member - 1) * size + row];
    }

    /** Where the decoder's output for a row's last rows starts in {@link #location()} and {@link #scale()}. */
    public int start(int row) {
        return row * columns;
    }

    /** The decoder's location of the last row, {@code [B, D]}; for {@code Encoding.expected}. Not to be written to. */
    public float[] location() {
        return location;
    }

    /** The decoder's scale of the last row, {@code [B, D]}; for {@code Encoding.expected}. Not to be written to. */
    public float[] scale() {
        return scale;
    }
}
