package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/** {@link NumberLikelihood} on registers. */
final class NumberLanes implements LaneHead {
    private final boolean student;
    private final int rows;
    private final float[] variances;
    private final float[] factors;
    private final float[] constants;
    private final float[] targets;

    /**
     * @param student whether it has the heavy tails of Student's t
     * @param spreads squared scales above the least, one a column
     * @param rows of a chunk, {@code W}
     */
    NumberLanes(boolean student, double[] spreads, int rows) {
        this.rows = rows;
        this.student = student;
        this.variances = new float[spreads.length];
        this.factors = new float[spreads.length];
        this.constants = new float[spreads.length];
        this.targets = new float[spreads.length * rows];
        for (int column = 0; column < spreads.length; column++) {
            double variance = spreads[column] + NumberLikelihood.LEAST_VARIANCE;
            double normalised = student ? NumberLikelihood.STUDENT : NumberLikelihood.NORMAL;
            variances[column] = (float) variance;
            factors[column] = (float) (1 / Math.sqrt(variance * (student ? NumberLikelihood.NU : 2)));
            constants[column] = (float) (0.5 * Math.log(variance) - normalised);
        }
    }

    @Override
    public float factor(int column) {
        return factors[column];
    }

    @Override
    public float shift(int column) {
        return 0;
    }

    @Override
    public void begin(LaneRows chunk) {
        for (int column = 0; column < factors.length; column++) {
            for (int row = 0; row < chunk.size(); row++) {
                targets[column * rows + row] = chunk.x(column, row) * factors[column];
            }
        }
    }

    @Override
    public void add(DrawMeans means, int line) {
        if (student) {
            means.logSquares(line, factors.length, targets);
        } else {
            means.squares(line, factors.length, targets);
        }
    }

    @Override
    public int end(DrawMeans means, int line, LaneRows chunk) {
        float weight = student ? (NumberLikelihood.NU + 1) / 2 : 1;
        for (int column = 0; column < factors.length; column++) {
            float factor = factors[column];
            for (int row = 0; row < chunk.size(); row++) {
                chunk.surprise(column, row, means.term(line + column, row) * weight + constants[column]);
                if (chunk.expects()) {
                    float variance = means.variance(line + column, row) / (factor * factor) + variances[column];
                    chunk.expect(column, row, means.output(line + column, row) / factor, (float) Math.sqrt(variance));
                }
            }
        }
        return factors.length;
    }
}
