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
    private final List<Head> heads;
    private final List<List<LaneHead>> scored = new ArrayList<>();
    private final Dense output;
    private final DrawMeans means;
    private final LaneRows rows;

    /**
     * @param weights {@code output.w}, {@code output.b} and {@code scale} of {@link VaeSpec#shapes}
     * @param inputs units of the decoder's last hidden layer, {@code H}
     * @param draws {@code L}
     */
    LaneLikelihoods(Encoding encoding, int history, Weights weights, int inputs, int draws) {
        this.history = history;
        this.columns = encoding.columns();
        this.heads = Head.of(encoding);
        this.means = new DrawMeans(draws, history * columns);
        this.rows = new LaneRows(columns, encoding.shares(), DrawMeans.rows(draws));
        float[] scale = weights.tensor("scale").values();
        for (int row = 0; row < history; row++) {
            List<LaneHead> ofRow = new ArrayList<>();
            int column = row * columns;
            for (Head head : heads) {
                ofRow.add(head(head, scale, column, DrawMeans.rows(draws)));
                column += head.width();
            }
            scored.add(ofRow);
        }
        this.output = output(weights, inputs);
    }

    private static LaneHead head(Head head, float[] scale, int from, int rows) {
        double[] spreads = new double[head.width()];
        for (int column = 0; column < spreads.length; column++) {
            spreads[column] = Math.exp(2.0 * Math.max(-10, Math.min(10, scale[from + column])));
        }
        return switch (head.likelihood()) {
            case STUDENT_T -> new NumberLanes(true, spreads, rows);
            case GAUSSIAN -> new NumberLanes(false, spreads, rows);
            case NEGATIVE_BINOMIAL ->
                new CountLanes(
                        head.features(),
                        Arrays.stream(spreads)
                                .map(spread -> spread + CountLikelihood.LEAST_DISPERSION)
                                .toArray(),
                        rows);
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
     * Begins with another chunk of a batch's rows.
     *
     * @param fed rows of history that the batch has
     * @param first the first of the rows
     * @param size of them, at most a chunk
     * @param location receives what is expected, {@code [B, D]}; empty if that is not asked for
     * @param scale receives by how much it may be missed
     */
    void begin(Inputs.Batch batch, int fed, int first, int size, float[] location, float[] scale) {
        means.begin();
        rows.over(batch, fed, first, size, location, scale);
        for (int t = 0; t < history; t++) {
            for (int head = 0, column = 0;
                    head < heads.size();
                    column += heads.get(head).width(), head++) {
                rows.moveTo(history - 1 - t, column);
                scored.get(t).get(head).begin(rows);
            }
        }
    }

    /**
     * Adds up a group of its draws.
     *
     * @param outputs of the last layer, {@code [T · D, stride]}
     */
    void add(float[] outputs, int group) {
        means.over(outputs, group);
        int line = 0;
        for (int t = 0; t < history; t++) {
            for (int head = 0; head < heads.size(); line += heads.get(head).width(), head++) {
                scored.get(t).get(head).add(means, line);
            }
        }
    }

    /**
     * After the last group: adds the surprise of each feature over the rows of history.
     *
     * @param sums receives the shares, {@code [B, S]}
     */
    void end(float[] sums) {
        means.end();
        int line = 0;
        for (int t = 0; t < history; t++) {
            int share = 0;
            for (int i = 0, column = 0; i < heads.size(); i++) {
                Head head = heads.get(i);
                rows.moveTo(history - 1 - t, column);
                int told = scored.get(t).get(i).end(means, line, rows);
                rows.addTo(sums, head, share, told);
                share += head.features().size();
                column += head.width();
                line += head.width();
            }
        }
    }
}
