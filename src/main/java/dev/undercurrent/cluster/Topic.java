package dev.undercurrent.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it has to be. Immutable.
 *
 * @param name its name
 * @param partitions how many it is created with
 * @param fixed whether an existing topic must have exactly that many
 * @param configs what it is created with; an existing topic must have the same {@code cleanup.policy}
 */
public record Topic(String name, int partitions, boolean fixed, Map<String, String> configs) {
    /**
     * Bytes of the largest dead letter, which carries what is read from the source; Kafka's own size of what is sent.
     */
    public static final long DEAD_LETTER_BYTES = 32L << 20;

    /** The setting that bounds how far ahead of a broker's clock records may be, since Kafka 4 by default an hour. */
    public static final String MOST_AHEAD = TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;

    /** The setting that bounds how far behind it they may be, by default not at all. */
    public static final String MOST_BEHIND = TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG;

    /** What such a setting is without a bound. */
    static final String UNBOUNDED = String.valueOf(Long.MAX_VALUE);

    public Topic {
        configs = Map.copyOf(configs);
    }

    /**
     * A topic whose records carry event time: they are old when they arrive, so age must neither delete nor refuse
     * them, and how far ahead they may be is up to {@code source.max-ahead}.
     */
    public static Topic ofEvents(String name, int partitions) {
        return new Topic(
                name,
                partitions,
                false,
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        "-1",
                        MOST_AHEAD,
                        UNBOUNDED,
                        MOST_BEHIND,
                        UNBOUNDED));
    }

    /** As brokers before 3.6 know it. */
    Topic withoutTimes() {
        Map<String, String> known = new HashMap<>(configs);
        known.remove(MOST_AHEAD);
        known.remove(MOST_BEHIND);
        return new Topic(name, partitions, fixed, known);
    }

    /** The topics below a topology's name, in the order they are created in. */
    public static List<Topic> owned(TopicNames names, int partitions) {
        return List.of(
                new Topic(names.models(), 1, true, Map.of("cleanup.policy", "compact")),
                ofEvents(names.scores(), partitions),
                ofEvents(names.anomalies(), partitions),
                ofEvents(names.latents(), partitions),
                ofEvents(names.feedback(), partitions),
                ofEvents(names.lifecycle(), 1),
                new Topic(
                        names.deadLetters(),
                        partitions,
                        false,
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                "-1",
                                "max.message.bytes",
                                String.valueOf(DEAD_LETTER_BYTES),
                                MOST_AHEAD,
                                UNBOUNDED,
                                MOST_BEHIND,
                                UNBOUNDED)));
    }
}
