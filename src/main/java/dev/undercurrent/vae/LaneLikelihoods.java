package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.simd.Dense;
import dev.undercurrent.simd.DrawMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The decoder's last layer and its distributions, as {@link Likelihoods} builds them into a graph. Not thread-safe. */
final class LaneLikelihoods {
    private final int history;
    private final int columns;
    private final int shares;
    private final List<Head> heads;
    private final List<List<LaneHead>> scored = new ArrayList<>();
    private final Dense output;
    private final DrawMeans means;
    private final LaneRows rows;

    /**
     * @param weights {@code output.w}, {@code output.b} and {@code scale} of {@link VaeSpec#shapes}
     * @param inputs units of the decoder's last hidden layer, {@code H}
     * @param draws {@code L}
     * @param chunk most rows at once
     */
    LaneLikelihoods(Encoding encoding, int history, Weights weights, int inputs, int draws, int chunk) {
        this.history = history;
        this.columns = encoding.columns();
        this.shares = encoding.shares();
        this.heads = Head.of(encoding);
        this.means = new DrawMeans(draws, chunk, columns);
        this.rows = new LaneRows(columns, chunk);
        float[] scale = weights.tensor("scale").values();
        for (int row = 0; row < history; row++) {
            List<LaneHead> ofRow = new ArrayList<>();
            int column = row * columns;
            for (Head head : heads) {
                ofRow.add(head(head, scale, column, chunk));
                column += head.width();
            }
            scored.add(ofRow);
        }
        this.output = output(weights, inputs);
    }

    private static LaneHead head(Head head, float[] scale, int from, int chunk) {
        double[] spreads = new double[head.width()];
        for (int column = 0; column < spreads.length; column++) {
            spreads[column] = Math.exp(2.0 * Math.max(-10, Math.min(10, scale[from + column])));
        }
        return switch (head.likelihood()) {
            case STUDENT_T -> new NumberLanes(true, spreads, chunk);
            case GAUSSIAN -> new NumberLanes(false, spreads, chunk);
            case NEGATIVE_BINOMIAL ->
                new CountLanes(
                        head.features(),
                        Arrays.stream(spreads)
                                .map(spread -> spread + CountLikelihood.LEAST_DISPERSION)
                                .toArray(),
                        chunk);
            case BERNOULLI -> new FlagLanes(head.features());
            case SOFTMAX -> new CategoryLanes(head.width());
            case AUTO -> throw new IllegalArgumentException("likelihood: AUTO (expected: a resolved one)");
        };
    }

    /** With the factor and the shift of each column as a part of it, which costs nothing. */
    private Dense output(Weights weights, int inputs) {
        float[] matrix = weights.tensor("output.w").values();
        float[] bias = weights.tensor("output.b").values();
        int column = 0;
        for (List<LaneHead> ofRow : scored) {
            for (int i = 0; i < heads.size(); i++) {
                for (int line = 0; line < heads.get(i).width(); line++, column++) {
                    LaneHead head = ofRow.get(i);
                    bias[column] = bias[column] * head.factor(line) + head.shift(line);
                    for (int input = 0; input < inputs; input++) {
                        matrix[input * bias.length + column] *= head.factor(line);
                    }
                }
            }
        }
        return new Dense(inputs, matrix, bias, 1);
    }

    /** The layer whose lines are scored. */
    Dense output() {
        return output;
    }

    /**
     * Adds up the surprise of each feature over the rows of history, of some rows of a batch.
     *
     * @param outputs of the last layer, {@code [T · D, stride]}
     * @param fed rows of history that the batch has
     * @param first the first of the rows
     * @param size of them, at most a chunk
     * @param sums receives the shares, {@code [B, S]}
     * @param location receives what is expected, {@code [B, D]}; empty if that is not asked for
     * @param scale receives by how much it may be missed
     */
    void score(
            float[] outputs,
            int stride,
            Inputs.Batch batch,
            int fed,
            int first,
            int size,
            float[] sums,
            float[] location,
            float[] scale) {
        means.over(outputs, stride, size);
        rows.over(batch.x, fed * columns, location, scale, first, size);
        for (int t = 0; t < history; t++) {
            boolean asked = location.length > 0 && t == history - 1;
            int column = 0;
            int share = 0;
            for (int i = 0; i < heads.size(); i++) {
                Head head = heads.get(i);
                rows.moveTo((fed - history + t) * columns + column, asked ? column : -1);
                scored.get(t).get(i).score(means, t * columns + column, rows);
                for (int row = 0; row < size; row++) {
                    int to = (first + row) * shares + share;
                    add(head, row, batch.mask, ((first + row) * fed + fed - history + t) * shares + share, sums, to);
                }
                share += head.features().size();
                column += head.width();
            }
        }
    }

    private void add(Head head, int row, float[] mask, int from, float[] sums, int to) {
        boolean joint = head.isJoint();
        for (int column = 0; column < head.width(); column++) {
            int of = joint ? 0 : column;
            sums[to + of] += rows.surprise(column, row) * mask[from + of];
        }
    }
}
