package dev.undercurrent.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.kstream.Consumed;

/** How a topic that others write to is read. */
final class RawRecords {
    private RawRecords() {}

    /**
     * Its bytes as they are, none refused for its time.
     *
     * @param name of the node that reads it
     * @param reset where a partition begins that has no offset, or one of which the record is gone
     */
    static Consumed<byte[], byte[]> named(String name, AutoOffsetReset reset) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(name)
                .withOffsetResetPolicy(reset)
                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
    }
}
