/**
 * {@code sample → train → evaluate → publish}: the reservoir, the training thread, the evaluation of a candidate
 * against the model in use.
 */
@NullMarked
package dev.undercurrent.training;

import org.jspecify.annotations.NullMarked;
