package dev.undercurrent.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The approximate posteriors q(z|x) of some rows, diagonal Gaussians, and draws from them. Not thread-safe. */
public final class Posterior {
    private static final VectorSpecies<Float> LANES = Dense.LANES;
    private static final int LANE = LANES.length();
    private static final float LOG_VARIANCE = 8;

    private final int latent;
    private final int draws;
    private int stride;
    private final float[] noise;
    private final float[] mean;
    private final float[] std;
    private final float[] kl;

    /**
     * @param noise standard normal, {@code [K, L]}; zeros for the posterior mean
     * @param rows most of them
     */
    public Posterior(int latent, float[] noise, int rows) {
        this.latent = latent;
        this.draws = noise.length / latent;
        this.noise = noise;
        this.mean = new float[latent * Dense.stride(rows)];
        this.std = new float[mean.length];
        this.kl = new float[Dense.stride(rows)];
    }

    /** The dimensions of z, {@code K}. */
    public int latent() {
        return latent;
    }

    /** The draws of a row, {@code L}. */
    public int draws() {
        return draws;
    }

    /**
     * Takes the posteriors of other rows.
     *
     * @param lines means and log-variances, {@code [2 K, columns]}
     * @param columns {@link Dense#stride} of the rows
     */
    public void take(float[] lines, int columns) {
        stride = columns;
        System.arraycopy(lines, 0, mean, 0, latent * columns);
        for (int i = 0; i < latent * columns; i += LANE) {
            FloatVector.fromArray(LANES, lines, latent * columns + i)
                    .max(-LOG_VARIANCE)
                    .min(LOG_VARIANCE)
                    .mul(0.5f)
                    .intoArray(std, i);
        }
        for (int row = 0; row < columns; row += LANE) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int k = 0; k < latent; k++) {
                FloatVector centre = FloatVector.fromArray(LANES, mean, k * stride + row);
                FloatVector half = FloatVector.fromArray(LANES, std, k * stride + row);
                sum = centre.fma(centre, sum).sub(half.add(half));
            }
            sum.intoArray(kl, row);
        }
        Elementary.exp(std, latent * stride);
        for (int row = 0; row < columns; row += LANE) {
            FloatVector sum = FloatVector.fromArray(LANES, kl, row);
            for (int k = 0; k < latent; k++) {
                FloatVector deviation = FloatVector.fromArray(LANES, std, k * stride + row);
                sum = sum.add(deviation.mul(deviation).sub(1f));
            }
            sum.mul(0.5f).max(0f).intoArray(kl, row);
        }
    }

    /**
     * Draws codes of a chunk of rows.
     *
     * @param row the chunk's first
     * @param rows of the chunk, {@code W}, whole registers
     * @param first draw
     * @param group draws
     * @param z receives them, {@code [K, columns]}, of a line the first draw of all rows before the second
     */
    public void draw(int row, int rows, int first, int group, float[] z, int columns) {
        for (int k = 0; k < latent; k++) {
            for (int lane = 0; lane < rows; lane += LANE) {
                FloatVector centre = FloatVector.fromArray(LANES, mean, k * stride + row + lane);
                FloatVector deviation = FloatVector.fromArray(LANES, std, k * stride + row + lane);
                int to = k * columns + lane;
                for (int draw = first; draw < first + group; draw++, to += rows) {
                    deviation.mul(noise[k * draws + draw]).add(centre).intoArray(z, to);
                }
            }
        }
    }

    /**
     * Writes the first rows to a batch's.
     *
     * @param kls receives {@link #kl}, {@code [B]}
     * @param means receives the means of z, {@code [B, K]}
     * @param stds receives its standard deviations, {@code [B, K]}
     * @param at the place of the first row in the batch
     */
    public void copyTo(float[] kls, float[] means, float[] stds, int at, int rows) {
        System.arraycopy(kl, 0, kls, at, rows);
        transpose(mean, means, at, rows);
        transpose(std, stds, at, rows);
    }

    private void transpose(float[] lines, float[] to, int at, int rows) {
        for (int k = 0; k < latent; k++) {
            for (int row = 0, place = at * latent + k; row < rows; row++, place += latent) {
                to[place] = lines[k * stride + row];
            }
        }
    }

    /**
     * KL divergence from the standard normal, in nats, never negative: {@code ½ Σₖ (std² + mean² − 1 − ln std²)}
     * (Kingma &amp; Welling, "Auto-Encoding Variational Bayes", 2014, appendix B).
     */
    public float kl(int row) {
        return kl[row];
    }
}
