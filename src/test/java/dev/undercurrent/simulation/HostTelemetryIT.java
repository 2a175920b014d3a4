package dev.undercurrent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTelemetryIT {
    @TempDir
    Path folder;

    @Test
    void readsTenMetricsOrMoreOfThisMachine() throws Exception {
        HostTelemetry telemetry =
                HostTelemetry.ofThisHost(InstantSource.fixed(Instant.ofEpochMilli(1_736_121_600_000L)));
        JsonNode sample = new ObjectMapper().readTree(telemetry.sample());
        assertThat(sample.get("host").textValue()).isEqualTo(telemetry.host());
        assertThat(sample.get("timestamp").longValue()).isEqualTo(1_736_121_600_000L);
        assertThat(sample.size()).isGreaterThanOrEqualTo(12);
        assertThat(sample.get("memory_used").doubleValue()).isBetween(0.0, 1.0);
        assertThat(sample.get("processes").doubleValue()).isGreaterThan(0);
    }

    @Test
    void stopsADisturbanceWhenItIsClosed() throws Exception {
        Disturbance disk = Disturbance.ofDisk(folder, Duration.ofMinutes(1));
        Disturbance processor = Disturbance.ofProcessors(1, Duration.ofMinutes(1));
        assertThat(disk.isRunning()).isTrue();
        assertThat(processor.isRunning()).isTrue();
        disk.close();
        processor.close();
        assertThat(disk.isRunning()).isFalse();
        assertThat(processor.isRunning()).isFalse();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
