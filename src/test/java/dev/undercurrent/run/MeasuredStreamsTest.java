package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class MeasuredStreamsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void leavesOutWhatWouldAskAStore() {
        MetricName keys = metrics.metricName("estimate-num-keys", "stream-state-metrics");
        MetricName puts = metrics.metricName("put-rate", "stream-state-metrics");
        MetricName state = metrics.metricName("state", "stream-metrics");
        metrics.addMetric(keys, null, (Gauge<Long>) (config, now) -> {
            throw new IllegalStateException("a store that closes was asked");
        });
        metrics.addMetric(puts, (Measurable) (config, now) -> 1);
        metrics.addMetric(state, null, (Gauge<String>) (config, now) -> "RUNNING");

        assertThat(MeasuredStreams.readable(Map.of(
                        keys, metrics.metric(keys),
                        puts, metrics.metric(puts),
                        state, metrics.metric(state))))
                .containsOnlyKeys(puts, state);
    }
}
