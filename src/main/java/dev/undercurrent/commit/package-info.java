/** When stream threads commit: by the interval of Kafka Streams, and sooner where they have time to spare. */
@NullMarked
package dev.undercurrent.commit;

import org.jspecify.annotations.NullMarked;
