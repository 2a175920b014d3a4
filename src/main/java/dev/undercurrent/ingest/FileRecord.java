package dev.undercurrent.ingest;

/**
 * One line or row of a file as a topic would hold it. Immutable; the array is handed over, not copied. Equality is by
 * identity of the array.
 *
 * @param value one JSON object in UTF-8
 * @param key the text at the source's key, empty where the record lacks it; the topic's name where the source takes the
 *     Kafka key, which a file has none of, so that the file is one series
 * @param time event time in ms since the epoch, or {@link #NO_TIME} where the source takes the record's own
 * @param line where it stands in the file, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // made once a line and never compared
public record FileRecord(byte[] value, String key, long time, long line) {
    /** The time of a record that Kafka dates itself. */
    public static final long NO_TIME = -1;
}
