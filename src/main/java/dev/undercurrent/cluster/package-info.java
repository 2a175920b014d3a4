/** A Kafka cluster from its admin side: whether it answers, what topics it has, and how far they have been read. */
@NullMarked
package dev.undercurrent.cluster;

import org.jspecify.annotations.NullMarked;
