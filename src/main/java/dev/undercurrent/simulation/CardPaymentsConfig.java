package dev.undercurrent.simulation;

import dev.undercurrent.config.Problems;
import java.time.Instant;

/**
 * How large the simulated world of cards is. Immutable.
 *
 * @param customers people with one card each; they make about two payments a day
 * @param terminals shops, online shops and cash machines
 * @param start the first moment, at midnight UTC
 * @param fraudShare share of payments that are fraud, over a long time
 * @param seed the same seed gives the same payments
 */
public record CardPaymentsConfig(int customers, int terminals, Instant start, double fraudShare, long seed) {
    public CardPaymentsConfig {
        new Problems("")
                .check(customers >= 10 && customers <= 1_000_000, "customers", customers, "10..1000000")
                .check(terminals >= 50 && terminals <= 100_000, "terminals", terminals, "50..100000")
                .check(fraudShare >= 0 && fraudShare <= 0.2, "fraud-share", fraudShare, "0..0.2")
                .check(Math.floorMod(start.toEpochMilli(), 86_400_000L) == 0, "start", start, "midnight UTC")
                .throwIfAny();
    }

    /** Three thousand customers and two thousand terminals from 6 January 2025 on, a Monday. */
    public static CardPaymentsConfig of(long seed) {
        return new CardPaymentsConfig(3000, 2000, Instant.parse("2025-01-06T00:00:00Z"), 0.008, seed);
    }
}
