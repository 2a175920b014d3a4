package dev.undercurrent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.testing.Scrape;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetersTest {
    private final Meters meters = new Meters("payments");

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void aHistogramTellsSharesBetweenZeroAndOneApart() {
        DistributionDataPoint shares = meters.histogram("shares", "Some shares", new double[] {0.1, 0.5, 1});
        for (int i = 1; i <= 10; i++) {
            shares.observe(i / 10.0);
        }

        assertThat(bucket("0.1")).isEqualTo(1);
        assertThat(bucket("0.5")).isEqualTo(5);
        assertThat(bucket("1.0")).isEqualTo(10);
        assertThat(bucket("+Inf")).isEqualTo(10);
    }

    @Test
    void aGaugeWithoutAValueIsAbsent() {
        AtomicReference<OptionalDouble> value = new AtomicReference<>(OptionalDouble.empty());
        meters.gauge("perhaps", "Is there or not", value::get);

        assertThat(scrape().value("perhaps")).isNaN();
        value.set(OptionalDouble.of(3));
        assertThat(scrape().value("perhaps", "topology", "payments")).isEqualTo(3);
    }

    @Test
    void aNameIsTakenOnce() {
        meters.counter("things", "Some things");

        assertThatThrownBy(() -> meters.histogram("things", "Some things", new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.stream.client.state",
                "kafka.stream.state",
                "kafka.stream.thread.poll.ratio",
                "kafka.stream.task.process.latency.avg",
                "kafka.consumer.fetch.manager.records.lag",
                "kafka.stream.thread.process.latency.max",
                "kafka.consumer.coordinator.rebalance.latency.avg",
                "someone.elses"
            })
    void seriesThatDashboardsNeedAreShown(String name) {
        meters.registry().gauge(name, Tags.empty(), 7);

        assertThat(scrape().value(name.replace('.', '_'))).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.stream.state.number.open.files",
                "kafka.stream.state.total.sst.files.size",
                "kafka.consumer.fetch.manager.records.consumed.rate",
                "kafka.producer.node.request.total",
                "kafka.admin.client.connection.count",
                "kafka.consumer.fetch.manager.records.lag.avg",
                "kafka.app.info.start.time.ms"
            })
    void otherSeriesOfKafkaAreNot(String name) {
        meters.registry().gauge(name, Tags.empty(), 7);

        assertThat(scrape().samples()).isEmpty();
    }

    private double bucket(String bound) {
        return scrape().value("shares_bucket", "le", bound);
    }

    private Scrape scrape() {
        return Scrape.of(meters.scrape());
    }
}
