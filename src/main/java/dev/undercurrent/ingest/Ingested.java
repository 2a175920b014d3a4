package dev.undercurrent.ingest;

/**
 * What was sent. Immutable.
 *
 * @param records how many, all acknowledged by the broker
 * @param bytes of their values
 * @param firstTime event time of the first record, or {@link FileRecord#NO_TIME}
 * @param lastTime latest event time, or {@link FileRecord#NO_TIME}
 * @param nanos how long it took
 */
public record Ingested(long records, long bytes, long firstTime, long lastTime, long nanos) {}
