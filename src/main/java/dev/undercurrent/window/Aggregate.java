package dev.undercurrent.window;

/**
 * One slot that a window group fills. Immutable.
 *
 * @param function what is computed
 * @param argument index of its argument in the group, or −1 for none
 * @param length index of its window length in the group; 0 where all lengths give the same
 * @param slot of the feature vector
 */
record Aggregate(AggregateFunction function, int argument, int length, int slot) {}
