package dev.undercurrent.report;

/**
 * A precision–recall curve at one threshold. Immutable.
 *
 * @param threshold units with at least this score are alerts
 * @param alerts how many those are
 * @param precision share of the alerts that are positive
 * @param recall share of the positives that are alerts
 */
public record CurvePoint(double threshold, int alerts, double precision, double recall) {}
