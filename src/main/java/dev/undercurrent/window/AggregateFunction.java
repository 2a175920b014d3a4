package dev.undercurrent.window;

import dev.undercurrent.features.FeatureType;

/** What an aggregate computes, and of what. */
enum AggregateFunction {
    COUNT(Argument.NONE, true),
    SUM(Argument.NUMBER, true),
    MEAN(Argument.NUMBER, true),
    STD(Argument.NUMBER, true),
    MIN(Argument.NUMBER, true),
    MAX(Argument.NUMBER, true),
    LAST(Argument.NUMBER, false),
    DELTA(Argument.NUMBER, false),
    RATE(Argument.OPTIONAL, true),
    DISTINCT(Argument.ANY, true),
    GAP(Argument.NONE, false),
    RATIO(Argument.NUMBER, true),
    CONFIRMED(Argument.NONE, true);

    /** What stands between the parentheses. */
    enum Argument {
        NONE,
        /** A field that holds a number. */
        NUMBER,
        /** Nothing, or a field that holds a number. */
        OPTIONAL,
        /** A field that holds a number or a text. */
        ANY
    }

    private final Argument argument;
    private final boolean perLength;

    AggregateFunction(Argument argument, boolean perLength) {
        this.argument = argument;
        this.perLength = perLength;
    }

    Argument argument() {
        return argument;
    }

    /** Whether each length of a trailing window has its own value. */
    boolean isPerLength() {
        return perLength;
    }

    FeatureType type() {
        return switch (this) {
            case COUNT, DISTINCT -> FeatureType.COUNT;
            case CONFIRMED -> FeatureType.SHARE;
            default -> FeatureType.NUMBER;
        };
    }
}
