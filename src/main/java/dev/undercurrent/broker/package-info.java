/**
 * A real Kafka broker inside this process, for runs without a cluster and for tests: broker and controller of one node,
 * started by the classes Kafka itself is started by. The thread that starts it also closes it.
 *
 * <p>A test kit was turned down: it runs unstable metadata versions and deletes its data. A child process was turned
 * down: it costs 70 MB and a second life to look after. The price of this way is that a fatal fault of the broker (its
 * disk is gone) halts the whole process.
 */
@NullMarked
package dev.undercurrent.broker;

import org.jspecify.annotations.NullMarked;
