package dev.undercurrent.features;

/** Rows that are encoded together and where in a batch their columns lie. Not thread-safe. */
final class EncodedRows {
    /** Most rows; more of them would leave the processor's first cache. */
    static final int MOST = 32;

    private static final float[] NOTHING = {};

    private final Row[] rows = new Row[MOST];
    private final int[] columns = new int[MOST];
    private final int[] shares = new int[MOST];
    private float[] x = NOTHING;
    private float[] mask = NOTHING;
    private int count;
    private int share;

    /**
     * Begins with other rows.
     *
     * @param x receives the columns, zero so far
     * @param mask receives 1 for each value, zero so far
     */
    void begin(float[] x, float[] mask) {
        this.x = x;
        this.mask = mask;
        this.count = 0;
        this.share = 0;
    }

    /**
     * Adds a row to fewer than {@link #MOST}.
     *
     * @param column where its columns begin in {@code x}
     * @param share where its features begin in the mask
     */
    void add(Row row, int column, int share) {
        rows[count] = row;
        columns[count] = column;
        shares[count] = share;
        count++;
    }

    /** Moves on to a feature. */
    void moveTo(int share) {
        this.share = share;
    }

    int count() {
        return count;
    }

    Row row(int i) {
        return rows[i];
    }

    /** Gives the feature's value of a row, in a column counted from the row's first. */
    void set(int i, int column, float value) {
        x[columns[i] + column] = value;
        mask[shares[i] + share] = 1;
    }
}
