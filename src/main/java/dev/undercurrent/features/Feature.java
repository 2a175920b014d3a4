package dev.undercurrent.features;

import java.time.Duration;

/**
 * One slot of a feature vector. Immutable.
 *
 * @param name what it is called in every output, such as {@code amount} or {@code card.count.PT1H}
 * @param type what its values are
 * @param transform what is done to a number before it is standardised
 * @param condition whether the model is conditioned on it instead of scoring it
 * @param likelihood the distribution the decoder gives it; never {@link Likelihood#AUTO}
 * @param period length of a cycle; zero for every other type
 */
public record Feature(
        String name, FeatureType type, Transform transform, boolean condition, Likelihood likelihood, Duration period) {
    public Feature {
        if (likelihood == Likelihood.AUTO) {
            likelihood = switch (type) {
                case NUMBER -> Likelihood.STUDENT_T;
                case COUNT -> Likelihood.NEGATIVE_BINOMIAL;
                case FLAG, SHARE -> Likelihood.BERNOULLI;
                case CATEGORY -> Likelihood.SOFTMAX;
                case CYCLE -> Likelihood.GAUSSIAN;
            };
        }
    }

    /** A scored number, count or share with default settings, as window aggregates are. */
    public static Feature aggregate(String name, FeatureType type) {
        return new Feature(name, type, Transform.AUTO, false, Likelihood.AUTO, Duration.ZERO);
    }
}
