package dev.undercurrent.report;

/**
 * What was promised against what came. Immutable.
 *
 * @param stated a tail probability, as a risk would be set
 * @param observed share of the units not labelled anomalous whose tail probability was below it; NaN without such units
 * @param units how many those were
 */
public record CalibrationPoint(double stated, double observed, int units) {}
