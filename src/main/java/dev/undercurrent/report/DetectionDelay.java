package dev.undercurrent.report;

/**
 * How soon contiguous runs of positives of one key are flagged. Immutable.
 *
 * @param runs all runs
 * @param undetected runs without a flag, left out of the median
 * @param medianSeconds event time from a run's first unit to its first flagged one; NaN where none was
 */
public record DetectionDelay(int runs, int undetected, double medianSeconds) {}
