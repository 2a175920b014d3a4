package dev.undercurrent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.config.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LivePaymentsTest {
    private static final Instant FROM = Instant.parse("2026-03-04T03:17:00Z");
    private static final double RATE = 0.5;
    private static final List<Payment> DAY = until(FROM.plus(Duration.ofDays(1)), new LivePayments(FROM, RATE, 1));

    @Test
    void beginAtTheMomentAskedForAndKeepTheOrderOfTime() {
        assertThat(DAY.get(0).timestamp())
                .isBetween(FROM.toEpochMilli(), FROM.plusSeconds(60).toEpochMilli());
        assertThat(DAY).extracting(Payment::timestamp).isSorted();
    }

    @Test
    void areAsManyAsAskedForAtAnyHour() {
        // Wednesdays are a little quieter than the average day
        assertThat(DAY.size() / 86_400.0).isEqualTo(0.95 * RATE, within(0.05));
        Map<Long, Long> hours = DAY.stream()
                .collect(Collectors.groupingBy(payment -> payment.timestamp() / 3_600_000 % 24, Collectors.counting()));
        assertThat(hours).hasSize(24);
        assertThat(hours.values())
                .allSatisfy(count -> assertThat(count / 3600.0).isEqualTo(RATE, within(0.3 * RATE)));
    }

    @Test
    void haveIdsOfTheirOwnAlsoAfterARestartOnAnotherDay() {
        List<Payment> restarted =
                until(FROM.plus(Duration.ofDays(2)), new LivePayments(FROM.plus(Duration.ofDays(1)), RATE, 1));
        List<Payment> all = new ArrayList<>(DAY);
        all.addAll(restarted);
        assertThat(all).hasSizeGreaterThan(60_000).extracting(Payment::id).doesNotHaveDuplicates();
    }

    @Test
    void goOnWithTheSamePaymentsAfterARestartOnTheSameDay() {
        Instant later = FROM.plusSeconds(600);
        Payment first = new LivePayments(later, RATE, 1).next();
        assertThat(first)
                .isEqualTo(DAY.stream()
                        .filter(payment -> payment.timestamp() >= later.toEpochMilli())
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void refuseARateThatNoWorldHas() {
        assertThatThrownBy(() -> new LivePayments(FROM, 0, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("rate: 0.0 (expected: 0.1..50 simulated payments a second)");
    }

    private static List<Payment> until(Instant end, LivePayments payments) {
        List<Payment> all = new ArrayList<>();
        for (Payment next = payments.next(); next.timestamp() < end.toEpochMilli(); next = payments.next()) {
            all.add(next);
        }
        return all;
    }
}
