package dev.undercurrent.vae;

import dev.undercurrent.simd.DrawMeans;

/**
 * One line of a {@link FlagLikelihood}.
 *
 * @param shift the base rate's logit
 */
record FlagLine(float shift) implements LineLikelihood {
    @Override
    public float factor() {
        return 1;
    }

    @Override
    public float surprise(DrawMeans means, float[] outputs, int at, float x) {
        means.softplusses(outputs, at);
        return means.term() - x * means.output();
    }

    @Override
    public float location(DrawMeans means, float[] outputs, int at) {
        means.logistics(outputs, at);
        return means.term();
    }

    @Override
    public float scale(DrawMeans means) {
        return 0;
    }
}
