package dev.undercurrent.features;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * One feature as declared. Immutable.
 *
 * @param at JSON pointer of its field, or {@code auto} for {@code /NAME}; ignored by cycles
 * @param type what its values are
 * @param transform what is done to a number before it is standardised
 * @param condition whether it is given to encoder and decoder without being scored; by default cycles are
 * @param likelihood the distribution the decoder gives it
 * @param period length of a cycle; zero for every other type
 * @param score false for a field that is only an argument of window aggregates
 */
public record FeatureConfig(
        String at,
        FeatureType type,
        Transform transform,
        Condition condition,
        Likelihood likelihood,
        Duration period,
        boolean score) {
    /** Whether a feature conditions the model instead of being scored. */
    public enum Condition {
        /** Cycles do, the others do not. */
        AUTO,
        TRUE,
        FALSE
    }

    public FeatureConfig {
        boolean cycle = type == FeatureType.CYCLE;
        new Problems("")
                .check(
                        at.equals("auto") || (at.length() > 1 && at.charAt(0) == '/'),
                        "at",
                        at,
                        "a JSON pointer such as /amount, or auto")
                .check(
                        cycle ? period.toMillis() > 0 : period.isZero(),
                        "period",
                        period,
                        cycle ? "at least a millisecond for type cycle" : "only with type cycle")
                .check(
                        transform == Transform.AUTO || type == FeatureType.NUMBER,
                        "transform",
                        transform,
                        "auto unless type is number")
                .check(fits(type, likelihood), "likelihood", likelihood, "auto, or one that fits type " + type)
                .throwIfAny();
    }

    /** Whether it conditions the model. */
    public boolean conditions() {
        return condition == Condition.AUTO ? type == FeatureType.CYCLE : condition == Condition.TRUE;
    }

    private static boolean fits(FeatureType type, Likelihood likelihood) {
        return switch (likelihood) {
            case AUTO -> true;
            case STUDENT_T, GAUSSIAN -> type == FeatureType.NUMBER || type == FeatureType.COUNT;
            case NEGATIVE_BINOMIAL -> type == FeatureType.COUNT;
            case BERNOULLI -> type == FeatureType.FLAG || type == FeatureType.SHARE;
            case SOFTMAX -> type == FeatureType.CATEGORY;
        };
    }
}
