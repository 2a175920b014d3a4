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

    /** The surprise of the text that it was. */
    @Override
    public int end(DrawMeans means, int line, LaneRows chunk) {
        for (int row = 0; row < chunk.size(); row++) {
            float nats = 0;
            for (int column = 0; column < columns; column++) {
                float share = chunk.x(column, row);
                if (share != 0) {
                    nats += share * (means.term(line, row) - means.output(line + column, row));
                }
                if (chunk.expects()) {
                    chunk.expect(column, row, means.share(line + column, row), 0);
                }
            }
            chunk.surprise(0, row, nats);
        }
        return 1;
    }
}
