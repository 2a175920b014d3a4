package dev.undercurrent.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The meters of the process: its JVM, its memory, what was built. Closing it ends what listens to the JVM. */
final class ProcessMetrics implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int KIBIBYTE = 1024;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMetrics() {}

    /** Registers them. */
    static ProcessMetrics bind(Meters meters) {
        MeterRegistry registry = meters.registry();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        ProcessMetrics metrics = new ProcessMetrics();
        metrics.collections.bindTo(registry);
        meters.gauge(
                "process_resident_memory_bytes",
                "Resident memory of the process, native memory included; absent where there is no /proc",
                ProcessMetrics::resident);
        meters.info(
                "undercurrent_build_info",
                "What runs",
                new String[] {"version", "java"},
                Build.version(),
                Build.java());
        return metrics;
    }

    @Override
    public void close() {
        collections.close();
    }

    private static OptionalDouble resident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalDouble.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
