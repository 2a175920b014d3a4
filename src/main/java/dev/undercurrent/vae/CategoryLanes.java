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
    public void score(DrawMeans means, LaneRow row) {
        float logSum = means.softmax(row.outputs, row.at(), row.stride, columns);
        for (int column = 0; column < columns; column++) {
            row.surprises[column] = row.x(column) * (logSum - means.output(column));
            if (row.expects()) {
                row.expect(column, means.term(column), 0);
            }
        }
    }
}
