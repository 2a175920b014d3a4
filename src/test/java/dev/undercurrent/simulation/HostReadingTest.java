package dev.undercurrent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostReadingTest {
    private static final HostReading BEFORE = new HostReading(
            0,
            Map.of("net_rx_bytes", 1_000L, "interrupts", 50L),
            Map.of("cpu_user", 10L, "disk_busy", 0L),
            100,
            Map.of());

    @Test
    void turnsCountersIntoRatesAndTicksIntoShares() {
        HostReading now = new HostReading(
                500_000_000,
                Map.of("net_rx_bytes", 1_600L, "interrupts", 150L),
                Map.of("cpu_user", 60L, "disk_busy", 125L),
                200,
                Map.of("load1", 0.5));
        assertThat(now.since(BEFORE))
                .containsOnly(
                        Map.entry("net_rx_bytes", 1200.0),
                        Map.entry("interrupts", 200.0),
                        Map.entry("cpu_user", 0.5),
                        Map.entry("disk_busy", 0.25),
                        Map.entry("load1", 0.5));
    }

    @Test
    void leavesOutACounterThatFell() {
        HostReading now = new HostReading(1_000_000_000, Map.of("net_rx_bytes", 5L), Map.of(), 200, Map.of());
        assertThat(now.since(BEFORE)).isEmpty();
    }

    @Test
    void keepsSharesAtOneAtMost() {
        HostReading now = new HostReading(100_000_000, Map.of(), Map.of("disk_busy", 130L), 200, Map.of());
        assertThat(now.since(BEFORE)).containsOnly(Map.entry("disk_busy", 1.0));
    }
}
