package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import org.apache.kafka.common.header.Headers;

/**
 * A vector that waits for its batch, with what its record carried. Immutable; the headers are its own.
 *
 * @param key the record's key, by which its stream is partitioned
 * @param timestamp the record's timestamp, ms since the epoch
 * @param headers the record's headers
 * @param vector what will be scored
 */
public record Pending(String key, long timestamp, Headers headers, FeatureVector vector) {}
