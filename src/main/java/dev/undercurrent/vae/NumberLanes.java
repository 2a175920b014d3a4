package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/** {@link NumberLikelihood} on registers. */
final class NumberLanes implements LaneHead {
    private final boolean student;
    private final float[] variances;
    private final float[] factors;
    private final float[] constants;
    private final float[] targets;

    /**
     * @param student whether it has the heavy tails of Student's t
     * @param spreads squared scales above the least, one a column
     */
    NumberLanes(boolean student, double[] spreads) {
        this.student = student;
        this.variances = new float[spreads.length];
        this.factors = new float[spreads.length];
        this.constants = new float[spreads.length];
        this.targets = new float[spreads.length];
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
    public void score(DrawMeans means, LaneRow row) {
        for (int column = 0; column < targets.length; column++) {
            targets[column] = row.x(column) * factors[column];
        }
        float weight = 1;
        if (student) {
            weight = (NumberLikelihood.NU + 1) / 2;
            means.logSquares(row.outputs, row.at(), row.stride, targets);
        } else {
            means.squares(row.outputs, row.at(), row.stride, targets);
        }
        for (int column = 0; column < targets.length; column++) {
            row.surprises[column] = means.term(column) * weight + constants[column];
            if (row.expects()) {
                float factor = factors[column];
                float variance = means.variance(column) / (factor * factor) + variances[column];
                row.expect(column, means.output(column) / factor, (float) Math.sqrt(variance));
            }
        }
    }
}
