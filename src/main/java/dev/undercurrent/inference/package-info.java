/**
 * Guesses a topology from a sample of records: which field is the time, the key, an id, a label, what the others are,
 * whether rows are readings of a series or single events, and says why beside each guess. One rule set for all data;
 * labels are recognised only to be left out.
 */
@NullMarked
package dev.undercurrent.inference;

import org.jspecify.annotations.NullMarked;
