/**
 * Runs a topology on a cluster: holds topics and offsets to what the run needs, starts the streams, watches what they
 * stand on, and says what ended them. One thread starts a run and waits for its end; stream threads tell of failures.
 */
@NullMarked
package dev.undercurrent.run;

import org.jspecify.annotations.NullMarked;
