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
    private final List<List<LaneHead>> rows = new ArrayList<>();
    private final Dense output;
    private final DrawMeans means;

    /**
     * @param weights {@code output.w}, {@code output.b} and {@code scale} of {@link VaeSpec#shapes}
     * @param inputs units of the decoder's last hidden layer, {@code H}
     * @param draws {@code L}
     */
    LaneLikelihoods(Encoding encoding, int history, Weights weights, int inputs, int draws) {
        this.history = history;
        this.columns = encoding.columns();
        this.shares = encoding.shares();
        this.heads = Head.of(encoding);
        this.means = new DrawMeans(draws, columns);
        float[] scale = weights.tensor("scale").values();
        for (int row = 0; row < history; row++) {
            List<LaneHead> ofRow = new ArrayList<>();
            int column = row * columns;
            for (Head head : heads) {
                ofRow.add(head(head, scale, column));
                column += head.width();
            }
            rows.add(ofRow);
        }
        this.output = output(weights, inputs);
    }

    private static LaneHead head(Head head, float[] scale, int from) {
        double[] spreads = new double[head.width()];
        for (int column = 0; column < spreads.length; column++) {
            spreads[column] = Math.exp(2.0 * Math.max(-10, Math.min(10, scale[from + column])));
        }
        return switch (head.likelihood()) {
            case STUDENT_T -> new NumberLanes(true, spreads);
            case GAUSSIAN -> new NumberLanes(false, spreads);
            case NEGATIVE_BINOMIAL ->
                new CountLanes(
                        head.features(),
                        Arrays.stream(spreads)
                                .map(spread -> spread + CountLikelihood.LEAST_DISPERSION)
                                .toArray());
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
        for (List<LaneHead> ofRow : rows) {
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
     * Adds up the surprise of each feature over the rows of history.
     *
     * @param row its arrays
     * @param at the unit's first draw in each line
     * @param from the unit's first encoded column
     * @param mask 1 where there is a value, {@code [T, S]} from {@code maskFrom}
     * @param sums {@code [S]} from {@code sumsFrom}
     * @param expected first column of what is expected of the last row; negative if that is not asked for
     */
    void score(LaneRow row, int at, int from, float[] mask, int maskFrom, float[] sums, int sumsFrom, int expected) {
        for (int t = 0; t < history; t++) {
            int column = 0;
            int share = 0;
            for (int i = 0; i < heads.size(); i++) {
                Head head = heads.get(i);
                boolean asked = expected >= 0 && t == history - 1;
                row.moveTo(
                        at + (t * columns + column) * row.stride,
                        from + t * columns + column,
                        asked ? expected + column : -1);
                rows.get(t).get(i).score(means, row);
                for (int line = 0; line < head.width(); line++) {
                    int of = head.isJoint() ? share : share + line;
                    sums[sumsFrom + of] += row.surprises[line] * mask[maskFrom + t * shares + of];
                }
                share += head.features().size();
                column += head.width();
            }
        }
    }
}
