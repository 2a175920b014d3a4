package dev.undercurrent.score;

/** What a feature held or was expected to hold. Immutable. */
public sealed interface Value {
    /** A feature without a value. */
    Value MISSING = new Missing();

    /** A finite number. */
    record Numeric(double number) implements Value {}

    /** A category, not empty. */
    record Text(String text) implements Value {}

    /** Nothing was there; the model's expectation stands for it. */
    record Missing() implements Value {}

    /** A number; missing where it is not finite. */
    static Value of(double number) {
        return Double.isFinite(number) ? new Numeric(number) : MISSING;
    }

    /** A text; missing where it is empty. */
    static Value of(String text) {
        return text.isEmpty() ? MISSING : new Text(text);
    }
}
