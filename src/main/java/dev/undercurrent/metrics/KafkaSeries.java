package dev.undercurrent.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import java.util.regex.Pattern;

/**
 * Which of the some two thousand series of a Kafka Streams client are shown: those that say whether it lives, keeps up,
 * and what it restores. Rates are left out where a total is there to derive them from.
 *
 * <p>{@code number.open.files} must stay out: RocksDB sets it to −1, as a counter it makes every scrape fail. No tag
 * may be taken away either: Micrometer tells series apart by how many tags they have, and would register some twice.
 */
final class KafkaSeries {
    private static final String ALL = "kafka.";
    private static final Pattern ALLOWED = Pattern.compile("kafka\\.(?:"
            + "stream\\.(?:client\\.)?(?:state|alive\\.stream\\.threads|failed\\.stream\\.threads)"
            + "|stream\\.thread\\.(?:process|poll|commit|punctuate)\\.(?:total|ratio|latency\\.(?:avg|max))"
            + "|stream\\.thread\\.(?:poll\\.records\\.(?:avg|max)|task\\.(?:created|closed)\\.total|state|blocked\\.time\\.ns\\.total)"
            + "|stream\\.task\\.(?:process\\.(?:total|latency\\.(?:avg|max)|ratio)|dropped\\.records\\.total"
            + "|active\\.(?:buffer\\.count|process\\.ratio)|restore\\.(?:total|remaining\\.records\\.total))"
            + "|stream\\.processor\\.node\\.record\\.e2e\\.latency\\.(?:avg|max)"
            + "|stream\\.state\\.updater\\.(?:restoring\\.active\\.tasks|.*\\.ratio|restore\\.total)"
            + "|consumer\\.fetch\\.manager\\.(?:records\\.lag(?:\\.max)?|records\\.consumed\\.total|bytes\\.consumed\\.total)"
            + "|consumer\\.coordinator\\.(?:rebalance\\.total|failed\\.rebalance\\.total|last\\.rebalance\\.seconds\\.ago"
            + "|rebalance\\.latency\\.(?:avg|max)|assigned\\.partitions)"
            + "|producer\\.(?:record\\.send\\.total|record\\.error\\.total|record\\.retry\\.total|outgoing\\.byte\\.total)"
            + ")");

    private KafkaSeries() {}

    static MeterFilter allowed() {
        return MeterFilter.deny(id ->
                id.getName().startsWith(ALL) && !ALLOWED.matcher(id.getName()).matches());
    }
}
