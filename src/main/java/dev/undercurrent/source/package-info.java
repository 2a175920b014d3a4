/**
 * From a Kafka record to an {@link dev.undercurrent.source.Event}: which fields are read, how bytes become an event,
 * and what is wrong with those that do not. Called on stream threads and by replays.
 *
 * <p>Records are read by a streaming parser that looks at declared fields only; a tree of each record was turned down
 * as the larger cost of a whole event. {@link dev.undercurrent.source.BinaryWriter} is what stores and topics between
 * stages are written with.
 */
@NullMarked
package dev.undercurrent.source;

import org.jspecify.annotations.NullMarked;
