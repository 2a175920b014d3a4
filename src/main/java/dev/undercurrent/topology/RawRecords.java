package dev.undercurrent.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.kstream.Consumed;

/** How a topic that others write to is read. */
final class RawRecords {
    private RawRecords() {}

    /**
     * Its bytes as they are, none refused for its time, and from the first record on where no offset is committed or
     * what it stood for is gone; {@link SourceOffsets} commits where the source topic begins to be read.
     *
     * @param name of the node that reads it
     */
    static Consumed<byte[], byte[]> named(String name) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(name)
                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
    }
}
