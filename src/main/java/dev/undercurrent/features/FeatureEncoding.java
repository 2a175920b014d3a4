package dev.undercurrent.features;

import java.util.List;

/**
 * How one feature becomes columns of the network's input, and the decoder's output becomes a value again. Immutable.
 *
 * @param name the feature's
 * @param type what its values are
 * @param likelihood what the decoder's columns parametrise
 * @param slot where its value stands in a {@link Row}
 * @param offset its first column within a row of the input, or within the condition
 * @param width its columns: 1, or 2 of a cycle (sine, cosine), or the vocabulary's size + 1 of a category
 * @param standardizer of numbers and counts; of a flag or share its mean is the base rate
 * @param period of a cycle in ms, else 0
 * @param vocabulary texts with a column of their own, commonest first; every other shares the last column
 */
public record FeatureEncoding(
        String name,
        FeatureType type,
        Likelihood likelihood,
        int slot,
        int offset,
        int width,
        Standardizer standardizer,
        double period,
        List<String> vocabulary) {
    private static final double STUDENT_95 = 2.131846786;
    private static final double NORMAL_95 = 1.644853627;

    public FeatureEncoding {
        vocabulary = List.copyOf(vocabulary);
    }

    FeatureEncoding at(int column) {
        return new FeatureEncoding(name, type, likelihood, slot, column, width, standardizer, period, vocabulary);
    }

    /** Whether the encoded value has a density, which depends on the transform, and not a probability. */
    boolean isContinuous() {
        return (type == FeatureType.NUMBER || type == FeatureType.COUNT) && likelihood != Likelihood.NEGATIVE_BINOMIAL;
    }

    static double share(double number) {
        return Math.max(0, Math.min(1, number));
    }

    /**
     * What the decoder's output says in the feature's own unit.
     *
     * @param location the output at {@code [start + offset, + width)}: location of a number or cycle, location of a
     *     count's log mean, probability of a flag's 1, mean of a share, probability of a category's texts
     * @param scale scale of a number, dispersion of a count
     */
    Expected expected(float[] location, float[] scale, int start) {
        int at = start + offset;
        double center = location[at];
        return switch (type) {
            case NUMBER, COUNT ->
                likelihood == Likelihood.NEGATIVE_BINOMIAL
                        ? expectedCount(center, scale[at])
                        : expectedNumber(center, scale[at]);
            case FLAG, SHARE -> new Expected(center, Double.NaN, Double.NaN, "");
            case CATEGORY -> new Expected(Double.NaN, Double.NaN, Double.NaN, mostProbable(location, at));
            case CYCLE -> {
                double phase = Math.atan2(center, location[at + 1]) / (2 * Math.PI);
                yield new Expected((phase < 0 ? phase + 1 : phase) * period, Double.NaN, Double.NaN, "");
            }
        };
    }

    private Expected expectedNumber(double center, double scale) {
        double reach = scale * (likelihood == Likelihood.GAUSSIAN ? NORMAL_95 : STUDENT_95);
        return new Expected(
                standardizer.decode(center),
                standardizer.decode(center - reach),
                standardizer.decode(center + reach),
                "");
    }

    private Expected expectedCount(double center, double dispersion) {
        double mean = Math.exp(Math.max(-20, Math.min(70, standardizer.mean() + standardizer.deviation() * center)));
        return new Expected(
                mean,
                NegativeBinomial.quantile(0.05, -NORMAL_95, mean, dispersion),
                NegativeBinomial.quantile(0.95, NORMAL_95, mean, dispersion),
                "");
    }

    private String mostProbable(float[] location, int at) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            if (location[at + i] > location[at + best]) {
                best = i;
            }
        }
        return best < vocabulary.size() ? vocabulary.get(best) : Encoding.UNSEEN;
    }
}
