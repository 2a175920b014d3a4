package dev.undercurrent.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();

    @Test
    void whatAThreadsClientsMeterIsPutTogether() {
        add("consumer-metrics", "io-wait-time-ns-total", "client-id", "app-StreamThread-1-consumer", 7.0);
        add("producer-metrics", "flush-time-ns-total", "client-id", "app-StreamThread-1-producer", 1.0);
        add("producer-metrics", "txn-send-offsets-time-ns-total", "client-id", "app-StreamThread-1-producer", 2.0);
        add("producer-metrics", "txn-commit-time-ns-total", "client-id", "app-StreamThread-1-producer", 3.0);
        add("producer-metrics", "txn-begin-time-ns-total", "client-id", "app-StreamThread-1-producer", 100.0);
        add("stream-thread-metrics", "commit-total", "thread-id", "app-StreamThread-1", 4.0);
        add("stream-thread-metrics", "commit-total", "thread-id", "app-StreamThread-2", 5.0);

        assertThat(ThreadTimes.of(metrics))
                .containsOnly(
                        Map.entry("app-StreamThread-1", new ThreadTimes(7, 6, 4)),
                        Map.entry("app-StreamThread-2", new ThreadTimes(0, 0, 5)));
    }

    @Test
    void whatNeverCommitsIsNoStreamThread() {
        add("consumer-metrics", "io-wait-time-ns-total", "client-id", "app-StateUpdater-1-restore-consumer", 7.0);
        add("stream-thread-metrics", "commit-total", "thread-id", "app-StreamThread-1", 0.0);

        assertThat(ThreadTimes.of(metrics)).isEmpty();
    }

    @Test
    void timesPass() {
        assertThat(new ThreadTimes(9, 5, 3).since(new ThreadTimes(4, 3, 2))).isEqualTo(new ThreadTimes(5, 2, 1));
    }

    private void add(String group, String name, String tag, String id, double value) {
        MetricName metric = new MetricName(name, group, "", Map.of(tag, id));
        metrics.put(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
