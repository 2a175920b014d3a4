package dev.undercurrent.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a stream thread has done with its time so far, as the meters of Kafka's clients have it. Immutable.
 *
 * @param waiting for records, ns
 * @param committing ns: flushing, writing offsets, ending the transaction
 * @param commits calls
 */
record ThreadTimes(double waiting, double committing, double commits) {
    private static final String CONSUMER = "-consumer";
    private static final String PRODUCER = "-producer";
    private static final Set<String> OF_A_COMMIT =
            Set.of("flush-time-ns-total", "txn-send-offsets-time-ns-total", "txn-commit-time-ns-total");

    static final ThreadTimes NONE = new ThreadTimes(0, 0, 0);

    /**
     * The times of each thread that has committed.
     *
     * @param metrics those of a Kafka Streams client
     */
    static Map<String, ThreadTimes> of(Map<MetricName, ? extends Metric> metrics) {
        Map<String, ThreadTimes> threads = new HashMap<>();
        metrics.forEach((name, metric) -> {
            if (metric.metricValue() instanceof Double value) {
                ThreadTimes times = of(name, value);
                if (!times.equals(NONE)) {
                    threads.merge(thread(name), times, ThreadTimes::plus);
                }
            }
        });
        threads.values().removeIf(times -> times.commits == 0);
        return threads;
    }

    private static ThreadTimes of(MetricName metric, double value) {
        String name = metric.name();
        return switch (metric.group()) {
            case "consumer-metrics" -> name.equals("io-wait-time-ns-total") ? new ThreadTimes(value, 0, 0) : NONE;
            case "producer-metrics" -> OF_A_COMMIT.contains(name) ? new ThreadTimes(0, value, 0) : NONE;
            case "stream-thread-metrics" -> name.equals("commit-total") ? new ThreadTimes(0, 0, value) : NONE;
            default -> NONE;
        };
    }

    private static String thread(MetricName metric) {
        String client = metric.tags().getOrDefault("client-id", "");
        if (client.endsWith(CONSUMER)) {
            return client.substring(0, client.length() - CONSUMER.length());
        }
        if (client.endsWith(PRODUCER)) {
            return client.substring(0, client.length() - PRODUCER.length());
        }
        return metric.tags().getOrDefault("thread-id", client);
    }

    private ThreadTimes plus(ThreadTimes other) {
        return new ThreadTimes(waiting + other.waiting, committing + other.committing, commits + other.commits);
    }

    ThreadTimes since(ThreadTimes before) {
        return new ThreadTimes(waiting - before.waiting, committing - before.committing, commits - before.commits);
    }
}
