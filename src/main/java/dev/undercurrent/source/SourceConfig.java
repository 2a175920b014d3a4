package dev.undercurrent.source;

import dev.undercurrent.config.Problems;
import java.time.Duration;

/**
 * Where events come from and what of a record identifies them. Immutable.
 *
 * @param topic the topic that is read
 * @param format how a record's value is written
 * @param key JSON pointer of the entity an event belongs to, {@code record} for the Kafka key, or {@code topic} where
 *     all events are one entity's
 * @param time JSON pointer of the event time (ms or s since the epoch, or ISO-8601), or {@code record} for the record's
 *     timestamp
 * @param id JSON pointer of an event's id, or {@code record} for {@code topic-partition-offset}
 * @param keyed whether records of the topic are already partitioned by {@link #key()} (Kafka's default partitioner over
 *     the UTF-8 key), which saves a repartition
 * @param partitions partitions of the topic when it has to be created
 * @param from where a new application starts: {@code earliest}, {@code latest}, or a duration back from now
 * @param grace how long in event time a late event is still put in its place
 * @param maxAhead how far an event's time may be ahead of the wall clock
 * @param maxBytes size of a record's value above which it is a dead letter
 */
public record SourceConfig(
        String topic,
        Format format,
        String key,
        String time,
        String id,
        boolean keyed,
        int partitions,
        String from,
        Duration grace,
        Duration maxAhead,
        int maxBytes) {
    /** The value that means "what Kafka says of the record itself" for key, time and id. */
    public static final String RECORD = "record";

    /** The key that means one entity for the whole topic, named like it. */
    public static final String TOPIC = "topic";

    /** How a record's value is written. */
    public enum Format {
        /** One JSON object in UTF-8. */
        JSON
    }

    public SourceConfig {
        new Problems("")
                .check(topic.matches("[a-zA-Z0-9._-]{1,200}"), "topic", topic, "a topic name: letters, digits, . _ -")
                .check(
                        isPointerOrRecord(key) || key.equals(TOPIC),
                        "key",
                        key,
                        "a JSON pointer such as /card, record, or topic")
                .check(isPointerOrRecord(time), "time", time, "a JSON pointer such as /timestamp, or record")
                .check(isPointerOrRecord(id), "id", id, "a JSON pointer such as /id, or record")
                .check(partitions >= 1 && partitions <= 10_000, "partitions", partitions, "1..10000")
                .check(isStart(from), "from", from, "earliest, latest, or a duration back such as P7D")
                .check(!grace.isNegative(), "grace", grace, ">= PT0S")
                .check(!maxAhead.isNegative(), "max-ahead", maxAhead, ">= PT0S")
                .check(maxBytes >= 1 && maxBytes <= RecordLimits.VALUE, "max-bytes", maxBytes, "1..16777216")
                .throwIfAny();
    }

    private static boolean isPointerOrRecord(String text) {
        return text.equals(RECORD) || (text.length() > 1 && text.charAt(0) == '/');
    }

    private static boolean isStart(String text) {
        if (text.equals("earliest") || text.equals("latest")) {
            return true;
        }
        try {
            return !Duration.parse(text).isNegative();
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }
}
