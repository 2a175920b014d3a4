package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * One line of a {@link NumberLikelihood}.
 *
 * @param student whether it has the heavy tails of Student's t
 * @param variance squared scale in encoded units
 * @param factor makes a plain square of it
 * @param constant what is added to the mean term
 */
record NumberLine(boolean student, float variance, float factor, float constant) implements LineLikelihood {
    /** @param spread squared scale above the least */
    static NumberLine of(boolean student, double spread) {
        double variance = spread + NumberLikelihood.LEAST_VARIANCE;
        double constant = 0.5 * Math.log(variance) - (student ? NumberLikelihood.STUDENT : NumberLikelihood.NORMAL);
        double factor = 1 / Math.sqrt(variance * (student ? NumberLikelihood.NU : 2));
        return new NumberLine(student, (float) variance, (float) factor, (float) constant);
    }

    @Override
    public float shift() {
        return 0;
    }

    @Override
    public float surprise(DrawMeans means, float[] outputs, int at, float x) {
        if (student) {
            means.logSquares(outputs, at, x * factor);
            return means.term() * (NumberLikelihood.NU + 1) / 2 + constant;
        }
        means.squares(outputs, at, x * factor);
        return means.term() + constant;
    }

    @Override
    public float location(DrawMeans means, float[] outputs, int at) {
        return means.output() / factor;
    }

    @Override
    public float scale(DrawMeans means) {
        return (float) Math.sqrt(means.variance() / (factor * factor) + variance);
    }
}
