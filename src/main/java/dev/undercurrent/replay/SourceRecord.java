package dev.undercurrent.replay;

import dev.undercurrent.source.DeadLetter.Origin;

/**
 * One record of the source. Immutable.
 *
 * @param origin where it stands, with its bytes
 * @param timestamp the record's own, ms since the epoch
 */
public record SourceRecord(Origin origin, long timestamp) {}
