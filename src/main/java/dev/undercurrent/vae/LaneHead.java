package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;
import java.util.List;

/** What a decoder makes of one {@link Head} of one row; {@link HeadLikelihood} is the same for a graph. */
interface LaneHead {
    /** What the decoder's output for a column is multiplied by. */
    float factor(int column);

    /** What is then added to it. */
    float shift(int column);

    /** Looks at one row of history: writes its surprise of each feature and, if asked for, what was expected. */
    void score(DrawMeans means, LaneRow row);

    /** Columns that are distributed each by itself; those of a joint feature add up. */
    record Lines(List<LineLikelihood> lines, boolean joint) implements LaneHead {
        @Override
        public float factor(int column) {
            return lines.get(column).factor();
        }

        @Override
        public float shift(int column) {
            return lines.get(column).shift();
        }

        @Override
        public void score(DrawMeans means, LaneRow row) {
            float sum = 0;
            for (int column = 0; column < lines.size(); column++) {
                LineLikelihood line = lines.get(column);
                int at = row.output(column);
                float surprise = line.surprise(means, row.outputs, at, row.x(column));
                sum += surprise;
                row.surprises[column] = surprise;
                if (row.expects()) {
                    row.expect(column, line.location(means, row.outputs, at), line.scale(means));
                }
            }
            if (joint) {
                row.surprises[0] = sum;
            }
        }
    }

    /** A category: {@code −ln p} of its column, by a softmax over all of them. Not thread-safe. */
    final class Category implements LaneHead {
        private final float[] logits;
        private final float[] probabilities;

        Category(int columns) {
            this.logits = new float[columns];
            this.probabilities = new float[columns];
        }

        @Override
        public float factor(int column) {
            return 1;
        }

        @Override
        public float shift(int column) {
            return 0;
        }

        @Override
        public void score(DrawMeans means, LaneRow row) {
            means.softmax(row.outputs, row.output(0), row.stride, logits, probabilities);
            float known = 0;
            for (int column = 0; column < logits.length; column++) {
                known += row.x(column) * logits[column];
                if (row.expects()) {
                    row.expect(column, probabilities[column], 0);
                }
            }
            row.surprises[0] = -known;
        }
    }
}
