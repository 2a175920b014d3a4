package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.simd.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoder and decoder of one member on vector registers, as {@link Network} builds them into a graph. Not thread-safe.
 */
final class LaneNetwork {
    /** Rows that are encoded together. */
    static final int ROWS = 64;

    /** Draws of all rows that are decoded together; more of them leave the processor's first cache. */
    private static final int COLUMNS = 64;

    private final VaeSpec spec;
    private final Encoding encoding;
    private final float[] noise;
    private final int draws;
    private final List<Dense> encoder = new ArrayList<>();
    private final List<Dense> decoder = new ArrayList<>();
    private final LaneLikelihoods likelihoods;
    private final float[] mean;
    private final float[] std;
    private final float[] kl = new float[ROWS];
    private float[] lines;
    private float[] spare;

    /** @param noise {@code [K, L]}; zeros for the posterior mean */
    LaneNetwork(Encoding encoding, Member member, float[] noise) {
        this.spec = member.spec();
        this.encoding = encoding;
        this.noise = noise;
        this.draws = noise.length / spec.latent();
        Weights weights = member.weights();
        int layers = spec.widths().size();
        int conditions = encoding.conditionColumns();
        int last = spec.history() * encoding.columns() + conditions;
        int most = last;
        for (int layer = 0; layer < layers; layer++) {
            last = add(encoder, weights, "encoder." + layer, last, Network.LEAK);
        }
        add(encoder, weights, "latent", last, 1);
        last = spec.latent() + conditions;
        most = Math.max(most, last);
        for (int layer = 0; layer < layers; layer++) {
            last = add(decoder, weights, "decoder." + layer, last, Network.LEAK);
        }
        this.likelihoods = new LaneLikelihoods(encoding, spec.history(), weights, last, draws, chunk());
        decoder.add(likelihoods.output());
        for (Dense layer : encoder) {
            most = Math.max(most, layer.lines());
        }
        for (Dense layer : decoder) {
            most = Math.max(most, layer.lines());
        }
        int floats = most * Dense.stride(Math.max(ROWS, Math.max(COLUMNS, draws)));
        this.lines = new float[floats];
        this.spare = new float[floats];
        this.mean = new float[ROWS * spec.latent()];
        this.std = new float[ROWS * spec.latent()];
    }

    private static int add(List<Dense> layers, Weights weights, String name, int inputs, float leak) {
        float[] bias = weights.tensor(name + ".b").values();
        layers.add(new Dense(inputs, weights.tensor(name + ".w").values(), bias, leak));
        return bias.length;
    }

    int latent() {
        return spec.latent();
    }

    /** Rows that {@link #decode} takes at most. */
    int chunk() {
        return Math.max(1, COLUMNS / draws);
    }

    /** Mean of q(z|x), {@code [rows, K]} of the rows encoded last. */
    float[] mean() {
        return mean;
    }

    /** Its standard deviation. */
    float[] std() {
        return std;
    }

    /** Its KL divergence from the prior, {@code [rows]}. */
    float[] kl() {
        return kl;
    }

    /**
     * Encodes rows of a batch, at most {@link #ROWS}.
     *
     * @param fed rows of history that the batch has
     */
    void encode(Inputs.Batch batch, int fed, int from, int rows) {
        int columns = spec.history() * encoding.columns();
        int width = fed * encoding.columns();
        int stride = Dense.stride(rows);
        for (int row = 0; row < rows; row++) {
            int at = (from + row + 1) * width - columns;
            for (int column = 0; column < columns; column++) {
                lines[column * stride + row] = batch.x[at + column];
            }
            int conditions = encoding.conditionColumns();
            for (int column = 0; column < conditions; column++) {
                lines[(columns + column) * stride + row] = batch.condition[(from + row) * conditions + column];
            }
        }
        apply(encoder, stride);
        for (int row = 0; row < rows; row++) {
            posterior(row, stride);
        }
    }

    private void posterior(int row, int stride) {
        int latent = spec.latent();
        double sum = 0;
        for (int k = 0; k < latent; k++) {
            float centre = lines[k * stride + row];
            double logVar = Math.max(-8, Math.min(8, lines[(latent + k) * stride + row]));
            double deviation = Math.exp(0.5 * logVar);
            mean[row * latent + k] = centre;
            std[row * latent + k] = (float) deviation;
            sum += deviation * deviation - 1 - logVar + (double) centre * centre;
        }
        kl[row] = (float) Math.max(0, 0.5 * sum);
    }

    /**
     * Decodes rows that were encoded last, and scores them.
     *
     * @param from the first of them in the batch
     * @param first the first of them among those that were encoded
     * @param rows at most {@link #chunk()}
     * @param sums receives the shares, {@code [B, S]}
     * @param location receives what is expected, {@code [B, D]}; empty if that is not asked for
     */
    void decode(
            Inputs.Batch batch, int fed, int from, int first, int rows, float[] sums, float[] location, float[] scale) {
        int stride = Dense.stride(rows * draws);
        for (int row = 0; row < rows; row++) {
            draw(batch, from + row, first + row, row * draws, stride);
        }
        apply(decoder, stride);
        likelihoods.score(lines, stride, batch, fed, from, rows, sums, location, scale);
    }

    private void draw(Inputs.Batch batch, int unit, int row, int at, int stride) {
        int latent = spec.latent();
        for (int k = 0; k < latent; k++) {
            float centre = mean[row * latent + k];
            float deviation = std[row * latent + k];
            for (int draw = 0; draw < draws; draw++) {
                lines[k * stride + at + draw] = centre + deviation * noise[k * draws + draw];
            }
        }
        int conditions = encoding.conditionColumns();
        for (int column = 0; column < conditions; column++) {
            int to = (latent + column) * stride + at;
            Arrays.fill(lines, to, to + draws, batch.condition[unit * conditions + column]);
        }
    }

    /** From {@code lines} to {@code lines}. */
    private void apply(List<Dense> layers, int stride) {
        for (Dense layer : layers) {
            layer.apply(lines, spare, stride);
            float[] before = lines;
            lines = spare;
            spare = before;
        }
    }
}
