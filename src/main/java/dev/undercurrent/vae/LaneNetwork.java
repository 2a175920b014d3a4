package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.simd.Dense;
import dev.undercurrent.simd.DrawMeans;
import dev.undercurrent.simd.Posterior;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoder and decoder of one member on vector registers, as {@link Network} builds them into a graph. Not thread-safe.
 */
final class LaneNetwork {
    /** Rows that are encoded together. */
    static final int ROWS = 64;

    private static final float[] NONE = {};

    private final VaeSpec spec;
    private final Encoding encoding;
    private final List<Dense> encoder = new ArrayList<>();
    private final List<Dense> decoder = new ArrayList<>();
    private final Posterior posterior;
    private final LaneLikelihoods likelihoods;
    private final float[] conditions;
    private final int chunk;
    private final int group;
    private float[] lines;
    private float[] spare;

    /** @param noise {@code [K, L]}; zeros for the posterior mean */
    LaneNetwork(Encoding encoding, Member member, float[] noise) {
        this.spec = member.spec();
        this.encoding = encoding;
        this.posterior = new Posterior(spec.latent(), noise, ROWS);
        this.chunk = DrawMeans.rows(posterior.draws());
        this.group = DrawMeans.group(posterior.draws());
        this.conditions = new float[encoding.conditionColumns() * chunk];
        Weights weights = member.weights();
        int layers = spec.widths().size();
        int last = spec.history() * encoding.columns() + encoding.conditionColumns();
        int most = last;
        for (int layer = 0; layer < layers; layer++) {
            last = add(encoder, weights, "encoder." + layer, last, Network.LEAK);
        }
        add(encoder, weights, "latent", last, 1);
        last = spec.latent() + encoding.conditionColumns();
        most = Math.max(most, last);
        for (int layer = 0; layer < layers; layer++) {
            last = add(decoder, weights, "decoder." + layer, last, Network.LEAK);
        }
        this.likelihoods = new LaneLikelihoods(encoding, spec.history(), weights, last, posterior.draws());
        decoder.add(likelihoods.output());
        for (Dense layer : encoder) {
            most = Math.max(most, layer.lines());
        }
        for (Dense layer : decoder) {
            most = Math.max(most, layer.lines());
        }
        int floats = most * Dense.stride(Math.max(ROWS, chunk * group));
        this.lines = new float[floats];
        this.spare = new float[floats];
    }

    private static int add(List<Dense> layers, Weights weights, String name, int inputs, float leak) {
        float[] bias = weights.tensor(name + ".b").values();
        layers.add(new Dense(inputs, weights.tensor(name + ".w").values(), bias, leak));
        return bias.length;
    }

    /** Of the rows scored last. */
    Posterior posterior() {
        return posterior;
    }

    /**
     * Scores rows of a batch, at most {@link #ROWS}.
     *
     * @param fed rows of history that the batch has
     * @param from the first of the rows
     * @param sums receives the shares of the surprise, {@code [B, S]}
     * @param location receives what is expected, {@code [B, D]}; empty if that is not asked for
     * @param scale receives by how much it may be missed
     */
    void score(Inputs.Batch batch, int fed, int from, int rows, float[] sums, float[] location, float[] scale) {
        encode(batch, fed, from, rows);
        for (int first = 0; first < rows; first += chunk) {
            int size = Math.min(chunk, rows - first);
            likelihoods.begin(batch, fed, from + first, size, location, scale);
            condition(batch, from + first, size);
            for (int draw = 0; draw < posterior.draws(); draw += group) {
                int some = Math.min(group, posterior.draws() - draw);
                decode(first, draw, some);
                likelihoods.add(lines, some);
            }
            likelihoods.end(sums);
        }
    }

    /** Scores them for their surprises alone. */
    void score(Inputs.Batch batch, int fed, int from, int rows, float[] sums) {
        score(batch, fed, from, rows, sums, NONE, NONE);
    }

    private void encode(Inputs.Batch batch, int fed, int from, int rows) {
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
        posterior.take(lines, stride);
    }

    private void condition(Inputs.Batch batch, int from, int size) {
        int columns = encoding.conditionColumns();
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < size; row++) {
                conditions[column * chunk + row] = batch.condition[(from + row) * columns + column];
            }
        }
    }

    private void decode(int first, int draw, int some) {
        int stride = Dense.stride(chunk * some);
        posterior.draw(first, chunk, draw, some, lines, stride);
        for (int column = 0; column < encoding.conditionColumns(); column++) {
            int to = (spec.latent() + column) * stride;
            for (int i = 0; i < some; i++) {
                System.arraycopy(conditions, column * chunk, lines, to + i * chunk, chunk);
            }
        }
        apply(decoder, stride);
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
