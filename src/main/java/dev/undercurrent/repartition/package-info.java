/**
 * The way of records from one sub-topology to the next: those of one partition travel together, many in one record of
 * the topic between. Exactly once, the next stage sees nothing before a commit, so they may as well wait for each other
 * until then; at least once, each one travels by itself.
 *
 * <p>Sent one by one they are what a stage pays most for: a record of its own costs the producer, the broker, the
 * consumer and Kafka Streams about as much as the windows that it was sent for. Stream threads call all of it.
 */
@NullMarked
package dev.undercurrent.repartition;

import org.jspecify.annotations.NullMarked;
