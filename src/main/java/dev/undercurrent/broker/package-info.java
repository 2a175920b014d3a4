/** A real Kafka broker inside this process, for runs without a cluster and for tests. */
@NullMarked
package dev.undercurrent.broker;

import org.jspecify.annotations.NullMarked;
