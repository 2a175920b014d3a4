package dev.undercurrent.score;

/**
 * One feature's share of a surprise. Immutable.
 *
 * @param feature its name
 * @param actual what it held; missing where it was imputed
 * @param expected what the model expected: the middle of its distribution, for a category the most probable text
 * @param low lower end of the interval that holds 90 % of what is expected; NaN for a category
 * @param high its upper end; NaN for a category
 * @param surprise nats; 0 for a missing value
 */
public record Reason(String feature, Value actual, Value expected, double low, double high, double surprise) {}
