package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * {@link CategoryLikelihood} on registers.
 *
 * @param columns of the category
 */
record CategoryLanes(int columns) implements LaneHead {
    @Override
    public float factor(int column) {
        return 1;
    }

    @Override
    public float shift(int column) {
        return 0;
    }

    /** The surprises of its columns add up to the category's. */
    @Override
    public void score(DrawMeans means, int line, LaneRows rows) {
        means.softmax(line, columns);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows.size(); row++) {
                float nats = rows.x(column, row) * (means.logSum(row) - means.output(column, row));
                rows.surprise(column, row, nats);
                if (rows.expects()) {
                    rows.expect(column, row, means.term(column, row), 0);
                }
            }
        }
    }
}
