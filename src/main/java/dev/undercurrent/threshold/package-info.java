/**
 * Decides from a tail probability whether a unit is an anomaly. A threshold is a share of normal units and so outlives
 * the model.
 */
@NullMarked
package dev.undercurrent.threshold;

import org.jspecify.annotations.NullMarked;
