package dev.undercurrent.vae;

/**
 * Where {@link LaneHead}s read and write about the rows of a chunk; moved on from chunk to chunk and from head to head.
 * Not thread-safe.
 */
final class LaneRows {
    private final int columns;
    private final float[] surprises;
    private float[] x = {};
    private float[] location = {};
    private float[] scale = {};
    private int stride;
    private int first;
    private int size;
    private int from;
    private int to;

    /**
     * @param columns of a row of history, {@code D}
     * @param rows most of a chunk
     */
    LaneRows(int columns, int rows) {
        this.columns = columns;
        this.surprises = new float[rows * columns];
    }

    /**
     * Moves on to a chunk.
     *
     * @param x encoded rows of the batch
     * @param stride columns of one
     * @param location receives where columns are expected, {@code [B, D]}; empty if that is not asked for
     * @param scale receives by how much they may miss it
     * @param first the chunk's first row in the batch
     * @param size its rows
     */
    void over(float[] x, int stride, float[] location, float[] scale, int first, int size) {
        this.x = x;
        this.stride = stride;
        this.location = location;
        this.scale = scale;
        this.first = first;
        this.size = size;
    }

    /**
     * Moves on to a head.
     *
     * @param from its first column in an encoded row
     * @param to its first column in what is expected, negative if that is not asked for
     */
    void moveTo(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Rows of the chunk. */
    int size() {
        return size;
    }

    /** The encoded value. */
    float x(int column, int row) {
        return x[(first + row) * stride + from + column];
    }

    /** Sets the nats of one column of the head. */
    void surprise(int column, int row, float nats) {
        surprises[column * size + row] = nats;
    }

    /** What was set. */
    float surprise(int column, int row) {
        return surprises[column * size + row];
    }

    boolean expects() {
        return to >= 0;
    }

    void expect(int column, int row, float where, float miss) {
        int at = (first + row) * columns + to + column;
        location[at] = where;
        scale[at] = miss;
    }
}
