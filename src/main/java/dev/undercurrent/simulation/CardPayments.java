package dev.undercurrent.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Simulated card payments in time order, without end: no person, card or shop in them exists. Customers have homes,
 * habits of amount, hour and channel and favourite terminals nearby; thieves follow {@link FraudPattern named
 * patterns}. Amounts alone tell little, because genuine habits differ more between customers than thefts do from
 * habits.
 *
 * <p>Not thread-safe: one thread pulls from it.
 */
public final class CardPayments implements Iterator<LabelledPayment> {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    /** Monday to Sunday. */
    private static final double[] WEEK = {0.92, 0.92, 0.95, 0.98, 1.13, 1.3, 0.8};

    private final Population population;
    private final FraudEpisodes episodes;
    private final RandomGenerator random;
    private final List<Draft> day = new ArrayList<>();
    private long midnight;
    private int position;
    private long numbered;

    public CardPayments(CardPaymentsConfig config) {
        SplittableRandom seed = new SplittableRandom(config.seed());
        population = new Population(config, seed.split());
        episodes = new FraudEpisodes(population, config.fraudShare(), seed.split());
        random = seed.split();
        midnight = config.start().toEpochMilli() - DAY;
    }

    /** Always: time does not end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public LabelledPayment next() {
        while (position == day.size()) {
            fillNextDay();
        }
        Draft draft = day.get(position++);
        Terminal terminal = population.terminal(draft.terminal());
        Payment payment = new Payment(
                "p" + (1_000_000_000L + ++numbered),
                draft.time(),
                population.customer(draft.customer()).id(),
                terminal.id(),
                Math.max(50, Math.round(100 * draft.amount())),
                draft.channel(),
                terminal.category().text());
        return new LabelledPayment(payment, draft.pattern());
    }

    private void fillNextDay() {
        midnight += DAY;
        position = 0;
        day.clear();
        double factor = WEEK[(int) Math.floorMod(Math.floorDiv(midnight, DAY) + 3, 7L)]; // 1 January 1970: a Thursday
        for (int customer = 0; customer < population.customers(); customer++) {
            addGenuine(customer, factor);
        }
        episodes.addTo(day, midnight);
        Collections.sort(day);
    }

    private void addGenuine(int index, double factor) {
        Customer customer = population.customer(index);
        for (int left = Chance.poisson(random, customer.rate() * factor); left > 0; left--) {
            add(index, midnight + customer.moment(random));
        }
        if (random.nextDouble() < 0.01) { // an afternoon in town: as many payments in two hours as a thief makes
            long start = midnight + Math.min(customer.moment(random), 22 * HOUR);
            for (int left = 3 + random.nextInt(4); left > 0; left--) {
                add(index, start + random.nextLong(2 * HOUR));
            }
        }
    }

    private void add(int index, long time) {
        Customer customer = population.customer(index);
        int place = customer.terminal(random, population.terminals());
        Terminal terminal = population.terminal(place);
        double amount = customer.amount(random, terminal.category());
        Channel channel = terminal.online()
                ? Channel.ONLINE
                : terminal.isCashMachine() ? Channel.ATM : customer.channel(random, amount);
        double rounded = terminal.isCashMachine() ? 10 * Math.max(1, Math.round(amount / 10)) : amount;
        day.add(new Draft(time, index, place, rounded, channel, FraudPattern.GENUINE));
    }
}
