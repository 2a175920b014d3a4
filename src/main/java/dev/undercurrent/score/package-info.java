/**
 * From a batch of vectors to calibrated scores with reasons, by the model in use or, before the first one, by robust
 * statistics.
 */
@NullMarked
package dev.undercurrent.score;

import org.jspecify.annotations.NullMarked;
