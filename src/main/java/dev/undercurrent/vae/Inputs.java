package dev.undercurrent.vae;

import dev.undercurrent.features.Encoder;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureVector;
import java.util.List;

/**
 * Encoded vectors to draw training batches from. A set that fits 64 MB is encoded once, a larger one batch by batch: a
 * training run draws each of its vectors about once anyway. Not thread-safe.
 */
final class Inputs {
    private static final long CACHED_FLOATS = 16L << 20;

    private final Encoder encoder;
    private final List<FeatureVector> vectors;
    private final int columns;
    private final int shares;
    private final int conditions;
    private final boolean cached;
    private final float[] x;
    private final float[] mask;
    private final float[] condition;

    Inputs(Encoding encoding, List<FeatureVector> vectors, int history) {
        this.encoder = new Encoder(encoding, history);
        this.vectors = vectors;
        this.columns = history * encoding.columns();
        this.shares = history * encoding.shares();
        this.conditions = encoding.conditionColumns();
        this.cached = (long) vectors.size() * (columns + shares) <= CACHED_FLOATS;
        int rows = cached ? vectors.size() : 0;
        this.x = new float[rows * columns];
        this.mask = new float[rows * shares];
        this.condition = new float[rows * conditions];
        if (cached) {
            encoder.encode(vectors, 0, x, mask, condition);
        }
    }

    int size() {
        return vectors.size();
    }

    /** Writes one vector as row {@code at} of a batch. */
    void copyTo(Batch batch, int row, int at) {
        if (cached) {
            System.arraycopy(x, row * columns, batch.x, at * columns, columns);
            System.arraycopy(mask, row * shares, batch.mask, at * shares, shares);
            System.arraycopy(condition, row * conditions, batch.condition, at * conditions, conditions);
        } else {
            encoder.encode(vectors.subList(row, row + 1), at, batch.x, batch.mask, batch.condition);
        }
    }

    /** The flat arrays that are fed to one step: {@code [B, T · D]}, {@code [B, T · S]}, {@code [B, C]}. */
    static final class Batch {
        final int size;
        final float[] x;
        final float[] mask;
        final float[] condition;

        Batch(Encoding encoding, int history, int size) {
            this.size = size;
            this.x = new float[size * history * encoding.columns()];
            this.mask = new float[size * history * encoding.shares()];
            this.condition = new float[size * encoding.conditionColumns()];
        }
    }
}
