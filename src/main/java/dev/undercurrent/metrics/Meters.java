package dev.undercurrent.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.DuplicateLabelsException;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The meters of one instance. Every series carries the topology's name; a name can be taken once. Thread-safe.
 *
 * <p>Exemplars are off: what they need of a tracer is not on the class path, and would be looked for at every event.
 */
public final class Meters implements AutoCloseable {
    /** The label that every series has. */
    public static final String TOPOLOGY = "topology";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusRegistry own = registry.getPrometheusRegistry();
    private final Labels labels;
    private final List<ProcessMetrics> open = new ArrayList<>();

    /** @param topology the topology's name */
    public Meters(String topology) {
        labels = Labels.of(TOPOLOGY, topology);
        registry.config().commonTags(TOPOLOGY, topology).meterFilter(KafkaSeries.allowed());
    }

    /** With the meters of the process beside them: its JVM, its memory, what was built. */
    public static Meters ofProcess(String topology) {
        Meters meters = new Meters(topology);
        meters.open.add(ProcessMetrics.bind(meters));
        return meters;
    }

    /** Where Micrometer's binders register. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Everything, in Prometheus' text format. */
    public String scrape() {
        try {
            return registry.scrape();
        } catch (DuplicateLabelsException e) {
            // a refresh of Kafka's series took one out and put it back while they were gone through: now it is there
            // once
            return registry.scrape();
        }
    }

    /** A counter; its name is written without {@code _total}. */
    public Counter counter(String name, String help, String... labelNames) {
        return Counter.builder()
                .name(name)
                .help(help)
                .constLabels(labels)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(own);
    }

    /**
     * A histogram.
     *
     * @param bounds ascending upper bounds of its buckets; the one of infinity is added
     */
    public Histogram histogram(String name, String help, double[] bounds, String... labelNames) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .constLabels(labels)
                .labelNames(labelNames)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(own);
    }

    /** A gauge that is asked at every scrape. */
    public void gauge(String name, String help, DoubleSupplier value) {
        gauge(name, help, () -> OptionalDouble.of(value.getAsDouble()));
    }

    /** A gauge that is asked at every scrape, and absent from it while it has no value. */
    public void gauge(String name, String help, Supplier<OptionalDouble> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .constLabels(labels)
                .callback(callback -> value.get().ifPresent(callback::call))
                .register(own);
    }

    /**
     * A gauge of 1 whose labels are what it says.
     *
     * @param name ends in {@code _info}
     */
    public void info(String name, String help, String[] labelNames, String... values) {
        Info.builder()
                .name(name)
                .help(help)
                .constLabels(labels)
                .labelNames(labelNames)
                .register(own)
                .setLabelValues(values);
    }

    @Override
    public void close() {
        open.forEach(ProcessMetrics::close);
        registry.close();
    }
}
