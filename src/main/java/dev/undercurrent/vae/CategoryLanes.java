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

    @Override
    public void begin(LaneRows chunk) {
        // the values have no part in what is done for each draw
    }

    @Override
    public void add(DrawMeans means, int line) {
        means.softmax(line, columns);
    }

    /** The surprises of its columns add up to the category's. */
    @Override
    public void end(DrawMeans means, int line, LaneRows chunk) {
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < chunk.size(); row++) {
                float nats = means.term(line, row) - means.output(line + column, row);
                chunk.surprise(column, row, chunk.x(column, row) * nats);
                if (chunk.expects()) {
                    chunk.expect(column, row, means.share(line + column, row), 0);
                }
            }
        }
    }
}
