package dev.undercurrent.vae;

/**
 * Where {@link LaneHead}s read and write about the rows of a chunk; moved on from chunk to chunk and from head to head.
 * Not thread-safe.
 */
final class LaneRows {
    private static final float[] NONE = {};

    private final int columns;
    private final int shares;
    private final int rows;
    private final float[] surprises;
    private float[] x = NONE;
    private float[] mask = NONE;
    private float[] location = NONE;
    private float[] scale = NONE;
    private int fed;
    private int first;
    private int size;
    private int t;
    private int from;

    /**
     * @param columns of a row of history, {@code D}
     * @param shares of it, {@code S}
     * @param rows of a chunk, {@code W}
     */
    LaneRows(int columns, int shares, int rows) {
        this.columns = columns;
        this.shares = shares;
        this.rows = rows;
        this.surprises = new float[rows * columns];
    }

    /**
     * Moves on to a chunk.
     *
     * @param fed rows of history that the batch has
     * @param first the chunk's first row in the batch
     * @param size its rows
     * @param location receives where columns are expected, {@code [B, D]}; empty if that is not asked for
     * @param scale receives by how much they may miss it
     */
    void over(Inputs.Batch batch, int fed, int first, int size, float[] location, float[] scale) {
        this.x = batch.x;
        this.mask = batch.mask;
        this.fed = fed;
        this.first = first;
        this.size = size;
        this.location = location;
        this.scale = scale;
    }

    /**
     * Moves on to a head.
     *
     * @param back rows of history from its own to the last
     * @param column of a row, its first
     */
    void moveTo(int back, int column) {
        this.t = fed - 1 - back;
        this.from = column;
    }

    /** Rows of the chunk. */
    int size() {
        return size;
    }

    /** The encoded value. */
    float x(int column, int row) {
        return x[((first + row) * fed + t) * columns + from + column];
    }

    /** Sets one of the head's surprises, in nats. */
    void surprise(int line, int row, float nats) {
        surprises[line * rows + row] = nats;
    }

    /** Whether it is asked for what was expected. */
    boolean expects() {
        return location.length > 0 && t == fed - 1;
    }

    void expect(int column, int row, float where, float miss) {
        int at = (first + row) * columns + from + column;
        location[at] = where;
        scale[at] = miss;
    }

    /**
     * Adds the surprises of the head to its features' shares, but for missing values.
     *
     * @param sums {@code [B, S]}
     * @param share the head's first
     * @param told surprises of a row
     */
    void addTo(float[] sums, Head head, int share, int told) {
        for (int line = 0; line < told; line++) {
            int of = head.isJoint() ? share : share + line;
            for (int row = 0; row < size; row++) {
                float known = mask[((first + row) * fed + t) * shares + of];
                sums[(first + row) * shares + of] += surprises[line * rows + row] * known;
            }
        }
    }
}
