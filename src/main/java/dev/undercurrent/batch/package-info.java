/**
 * Gathers vectors into the batches of one model call. Pending vectors lie in a changelogged store, never in a field, so
 * that a killed process loses none.
 */
@NullMarked
package dev.undercurrent.batch;

import org.jspecify.annotations.NullMarked;
