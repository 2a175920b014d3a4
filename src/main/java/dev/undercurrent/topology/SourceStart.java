package dev.undercurrent.topology;

import java.time.Duration;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.kstream.Consumed;

/** Where an application that has no committed offsets begins to read. Immutable. */
record SourceStart(AutoOffsetReset reset) {
    /** @param from {@code earliest}, {@code latest}, or an ISO-8601 duration back from now */
    static SourceStart of(String from) {
        return new SourceStart(
                switch (from) {
                    case "earliest" -> AutoOffsetReset.earliest();
                    case "latest" -> AutoOffsetReset.latest();
                    default -> AutoOffsetReset.byDuration(Duration.parse(from));
                });
    }

    <K, V> Consumed<K, V> consumed(Consumed<K, V> consumed) {
        return consumed.withOffsetResetPolicy(reset)
                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
    }
}
