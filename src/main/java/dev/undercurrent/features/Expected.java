package dev.undercurrent.features;

/**
 * What the model expected of one feature, in the feature's own unit. Immutable.
 *
 * @param value the expected number, the mean count, the probability of 1, ms into the period; NaN for a category
 * @param low lower end of the central 90 % interval, NaN where there is none
 * @param high upper end of it, NaN where there is none
 * @param text the most probable text of a category, else empty; {@link Encoding#UNSEEN} when that is none of the known
 */
public record Expected(double value, double low, double high, String text) {}
