package dev.undercurrent.simulation;

import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;

/**
 * Simulated card payments dated by the wall clock's days, in time order, without end. They come from
 * {@link CardPayments towns} around the world: somewhere it is always day, so that about as many are made at any hour.
 * Ids are unique over restarts, whatever moment the payments begin at.
 *
 * <p>Not thread-safe: one thread pulls from it.
 */
public final class LivePayments implements Iterator<Payment> {
    /** Its customers take 0.8 GB; no more fit into the heap that a command has. */
    private static final double MOST = 50;

    private static final int TOWNS = 8;
    private static final Duration APART = Duration.ofHours(24 / TOWNS);
    private static final double PAYMENTS_PER_CUSTOMER = 1.85; // a day
    private static final int CUSTOMERS_PER_TERMINAL = 50;
    private static final double FRAUD_SHARE = 0.008;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final long DAY = 86_400_000;
    /** {@link CardPayments} numbers its payments from here on. */
    private static final int FIRST_DIGIT = "p1".length();

    private final PriorityQueue<Town> towns = new PriorityQueue<>(Comparator.comparingLong(Town::time));

    /** One town's payments; the next one is at hand. */
    private static final class Town {
        private final CardPayments payments;
        private final int number;
        private final long day;
        private Payment next;

        private Town(CardPaymentsConfig config, int number) {
            this.payments = new CardPayments(config);
            this.number = number;
            this.day = config.start().toEpochMilli() / DAY;
            this.next = pull();
        }

        private long time() {
            return next.timestamp();
        }

        private Payment take() {
            Payment taken = next;
            next = pull();
            return taken;
        }

        /** The town's next payment by the world's clock and names. */
        private Payment pull() {
            Payment own = payments.next().payment();
            return new Payment(
                    "p" + day + number + own.id().substring(FIRST_DIGIT),
                    own.timestamp() + number * APART.toMillis(),
                    named(own.customer()),
                    named(own.terminal()),
                    own.cents(),
                    own.channel(),
                    own.category());
        }

        private String named(String name) {
            return name.charAt(0) + Integer.toString(number) + name.substring(1);
        }
    }

    /**
     * @param from the moment of the first one
     * @param rate payments a second, on average over a week; there are as many customers as make them
     * @param seed the same seed gives the same customers, and the same payments to whoever begins on the same day
     */
    public LivePayments(Instant from, double rate, long seed) {
        new Problems("")
                .check(rate >= 0.1 && rate <= MOST, "rate", rate, "0.1..50 simulated payments a second")
                .throwIfAny();
        int customers = (int) Math.ceil(rate * SECONDS_PER_DAY / PAYMENTS_PER_CUSTOMER / TOWNS);
        int terminals = Math.max(50, Math.min(300, customers / CUSTOMERS_PER_TERMINAL));
        for (int number = 0; number < TOWNS; number++) {
            long local = from.minus(APART.multipliedBy(number)).toEpochMilli();
            Instant midnight = Instant.ofEpochMilli(Math.floorDiv(local, DAY) * DAY);
            Town town = new Town(
                    new CardPaymentsConfig(customers, terminals, midnight, FRAUD_SHARE, seed + number), number);
            while (town.time() < from.toEpochMilli()) {
                town.take();
            }
            towns.add(town);
        }
    }

    /** Always: time does not end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Payment next() {
        Town town = towns.remove();
        Payment payment = town.take();
        towns.add(town);
        return payment;
    }
}
