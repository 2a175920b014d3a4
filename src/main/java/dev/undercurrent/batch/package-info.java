/**
 * Gathers vectors into the batches of one model call. What waits at a commit is written to a changelogged store then,
 * so that a killed process loses none; its stream thread calls all of it.
 *
 * <p>Not a store that is written with every vector and emptied with every batch: even behind the cache of Kafka Streams
 * those were two writes a vector, and tombstones at the commits of a quiet stream.
 */
@NullMarked
package dev.undercurrent.batch;

import org.jspecify.annotations.NullMarked;
