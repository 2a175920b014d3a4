package dev.undercurrent.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * A Kafka Streams client whose metrics may be read whatever it does. Its gauges of a store ask RocksDB, and one that is
 * asked while the store closes, as in any rebalance, ends the process by a segmentation fault (KAFKA-10025).
 */
final class MeasuredStreams extends KafkaStreams {
    private static final String STORES = "stream-state-metrics";

    MeasuredStreams(Topology topology, Properties properties) {
        super(topology, properties);
    }

    /** All but the gauges of stores. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return readable(super.metrics());
    }

    static Map<MetricName, Metric> readable(Map<MetricName, ? extends Metric> all) {
        Map<MetricName, Metric> readable = new HashMap<>(all);
        readable.entrySet().removeIf(entry -> isGaugeOfStore(entry.getKey(), entry.getValue()));
        return readable;
    }

    private static boolean isGaugeOfStore(MetricName name, Metric metric) {
        return name.group().equals(STORES) && metric instanceof KafkaMetric kafka && !kafka.isMeasurable();
    }
}
