package dev.undercurrent.vae;

/** Where {@link LaneHead}s read and write; moved on from row to row and from head to head. Not thread-safe. */
final class LaneRow {
    /** Of the decoder, one line of draws a column. */
    final float[] outputs;

    final int stride;

    /** Nats of each column of a head; its first entries. */
    final float[] surprises;

    private final float[] x;
    private final float[] location;
    private final float[] scale;
    private int at;
    private int from;
    private int to;

    /**
     * @param outputs {@code [T · D, stride]}
     * @param x encoded rows of the batch
     * @param location receives where columns are expected; empty if that is not asked for
     * @param scale receives by how much they may miss it
     */
    LaneRow(float[] outputs, int stride, int columns, float[] x, float[] location, float[] scale) {
        this.outputs = outputs;
        this.stride = stride;
        this.surprises = new float[columns];
        this.x = x;
        this.location = location;
        this.scale = scale;
    }

    /**
     * Moves on to a head.
     *
     * @param at first draw of its first column
     * @param from its first column in the encoded rows
     * @param to its first column in what is expected, negative if that is not asked for
     */
    void moveTo(int at, int from, int to) {
        this.at = at;
        this.from = from;
        this.to = to;
    }

    /** First draw of the head's first column. */
    int at() {
        return at;
    }

    float x(int column) {
        return x[from + column];
    }

    boolean expects() {
        return to >= 0;
    }

    void expect(int column, float where, float miss) {
        location[to + column] = where;
        scale[to + column] = miss;
    }
}
