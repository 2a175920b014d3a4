package dev.undercurrent.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.undercurrent.testing.JavaProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads the meters of this process: what the JVM, the system, and Kafka's consumers tell of themselves. */
final class Meters {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName consumers;
    private final ObjectName fetches;
    private final ObjectName producers;

    /** @param topic whose records count, as consumers took them in */
    Meters(String topic) throws JMException {
        consumers = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic);
        fetches = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*");
        producers = new ObjectName("kafka.producer:type=producer-metrics,client-id=*");
    }

    Tick tick() throws IOException, JMException {
        return new Tick(
                System.nanoTime(),
                sum(consumers, "records-consumed-total"),
                system.getProcessCpuTime(),
                ofStreams(threads::getThreadAllocatedBytes),
                residentKib(),
                ofStreams(threads::getThreadCpuTime),
                sum(fetches, "bytes-consumed-total"),
                sum(producers, "outgoing-byte-total"));
    }

    private long sum(ObjectName names, String attribute) throws JMException {
        double sum = 0;
        for (ObjectName name : beans.queryNames(names, null)) {
            sum += ((Number) beans.getAttribute(name, attribute)).doubleValue();
        }
        return (long) sum;
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
