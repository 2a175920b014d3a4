/**
 * When stream threads commit, by the interval of Kafka Streams and sooner where they have time to spare, and what is
 * written or forwarded only then. The price of the latter is a few classes of Kafka Streams' internals, as nothing
 * public is called before a commit.
 */
@NullMarked
package dev.undercurrent.commit;

import org.jspecify.annotations.NullMarked;
