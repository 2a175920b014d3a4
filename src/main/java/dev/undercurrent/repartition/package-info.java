/**
 * The way of records from one sub-topology to the next: those of one partition travel together, many in one record of
 * the topic between. Exactly once, the next stage sees nothing before a commit, so they may as well wait for each other
 * until then; at least once, they wait for a few milliseconds.
 *
 * <p>A record of its own for each cost the producer, the broker, the consumer and Kafka Streams a ninth to nearly a
 * fifth of what {@code card-fraud} can do. Stream threads call all of it.
 */
@NullMarked
package dev.undercurrent.repartition;

import org.jspecify.annotations.NullMarked;
