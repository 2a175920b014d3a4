package dev.undercurrent.threshold;

/**
 * What the threshold says of one unit. Immutable.
 *
 * @param risk the share of normal units that was accepted as false alarms
 * @param anomaly whether the unit is rarer than that
 */
public record Verdict(double risk, boolean anomaly) {}
