package dev.undercurrent.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.undercurrent.testing.JavaProcess;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads the meters of this process: what the JVM, the system, and Kafka's consumers tell of themselves. */
final class Meters {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Count count;
    private final ObjectName fetches;
    private final ObjectName producers;

    /** How many records were taken in that count. */
    interface Count {
        long records() throws JMException;
    }

    Meters(Count count) throws JMException {
        this.count = count;
        fetches = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*");
        producers = new ObjectName("kafka.producer:type=producer-metrics,client-id=*");
    }

    Tick tick() throws IOException, JMException {
        return new Tick(
                System.nanoTime(),
                count.records(),
                system.getProcessCpuTime(),
                ofStreams(threads::getThreadAllocatedBytes),
                residentKib(),
                ofStreams(threads::getThreadCpuTime),
                sum(fetches, "bytes-consumed-total"),
                sum(producers, "outgoing-byte-total"));
    }

    /** Records of a topic, as the consumers of this process took them in. */
    static Count consumed(String topic) throws JMException {
        ObjectName consumers =
                new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic);
        return () -> sum(consumers, "records-consumed-total");
    }

    /** Records behind a topology's repartition, where many of them are one of the topic between. */
    static Count repartitioned(dev.undercurrent.metrics.Meters product) {
        PrometheusRegistry registry = ((PrometheusMeterRegistry) product.registry()).getPrometheusRegistry();
        return () -> registry.scrape("undercurrent_repartitioned_records"::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToLong(point -> (long) ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    private static long sum(ObjectName names, String attribute) throws JMException {
        double sum = 0;
        for (ObjectName name : BEANS.queryNames(names, null)) {
            sum += value(name, attribute);
        }
        return (long) sum;
    }

    /** 0 for what is not there: a client that starts takes its bean back for each attribute that it adds. */
    private static double value(ObjectName name, String attribute) throws JMException {
        try {
            return ((Number) BEANS.getAttribute(name, attribute)).doubleValue();
        } catch (InstanceNotFoundException | AttributeNotFoundException e) {
            return 0;
        }
    }

    private long ofStreams(LongUnaryOperator figure) {
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().matches(".*-StreamThread-\\d+")) {
                sum += figure.applyAsLong(thread.getThreadId());
            }
        }
        return sum;
    }

    private static long residentKib() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return JavaProcess.residentBytes(ProcessHandle.current().pid()) / 1024;
    }
}
