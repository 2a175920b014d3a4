/**
 * From a Kafka record to an {@link dev.undercurrent.source.Event}: which fields are read, how bytes become an event,
 * and what is wrong with those that do not. Called on stream threads and by replays.
 */
@NullMarked
package dev.undercurrent.source;

import org.jspecify.annotations.NullMarked;
