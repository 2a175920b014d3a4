package dev.undercurrent.simulation;

import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * What the thieves of the simulated world do: episodes start at random and leave payments over the hours and days that
 * follow. Not thread-safe: one generator owns it.
 */
final class FraudEpisodes {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Population population;
    private final RandomGenerator random;
    private final double paymentsPerDay;
    private final PriorityQueue<Draft> planned = new PriorityQueue<>();

    FraudEpisodes(Population population, double share, RandomGenerator random) {
        this.population = population;
        this.random = random;
        this.paymentsPerDay = population.paymentsPerDay() * share / (1 - share);
    }

    /** Starts the episodes of the day that begins at {@code midnight} and adds what falls into it to {@code day}. */
    void addTo(List<Draft> day, long midnight) {
        FraudPattern[] patterns = FraudPattern.values();
        for (FraudPattern pattern : patterns) {
            if (pattern.isFraud()) {
                double mean = paymentsPerDay / (patterns.length - 1) / pattern.paymentsPerEpisode();
                for (int left = Chance.poisson(random, mean); left > 0; left--) {
                    start(pattern, midnight, random.nextInt(population.customers()));
                }
            }
        }
        while (!planned.isEmpty() && planned.peek().time() < midnight + DAY) {
            day.add(planned.poll());
        }
    }

    private void start(FraudPattern pattern, long midnight, int victim) {
        switch (pattern) {
            case STOLEN_CARD -> stealCard(midnight, victim);
            case ACCOUNT_TAKEOVER -> takeAccountOver(midnight, victim);
            case CARD_TESTING -> testCard(midnight, victim);
            case COMPROMISED_TERMINAL -> compromiseTerminal(midnight);
            case NIGHT_CASH_OUT -> cashOut(midnight, victim);
            case GENUINE -> throw new IllegalArgumentException("pattern: genuine (expected: a fraud)");
        }
    }

    private void stealCard(long midnight, int victim) {
        long start = midnight + 8 * HOUR + random.nextLong(14 * HOUR);
        for (int left = 5 + random.nextInt(8); left > 0; left--) {
            int terminal = population.anyCounter(random);
            double factor = population.terminal(terminal).category().amountFactor();
            double amount = habit(victim) * factor * (0.8 + 2.2 * random.nextDouble());
            Channel channel = amount < 50 ? Channel.CONTACTLESS : Channel.CHIP;
            plan(start + random.nextLong(HOUR), victim, terminal, amount, channel, FraudPattern.STOLEN_CARD);
        }
    }

    private void takeAccountOver(long midnight, int victim) {
        int days = 2 + random.nextInt(3);
        for (int day = 0; day < days; day++) {
            for (int left = 2 + random.nextInt(3); left > 0; left--) {
                long time = midnight + day * DAY + 6 * HOUR + random.nextLong(17 * HOUR);
                double amount = habit(victim) * (3 + 6 * random.nextDouble());
                int shop = population.anyOnlineShop(random);
                plan(time, victim, shop, amount, Channel.ONLINE, FraudPattern.ACCOUNT_TAKEOVER);
            }
        }
    }

    private void testCard(long midnight, int victim) {
        long start = midnight + random.nextLong(22 * HOUR);
        int shop = population.anyOnlineShop(random);
        for (int left = 5 + random.nextInt(6); left > 0; left--) {
            double amount = 0.5 + 2 * random.nextDouble();
            plan(start + random.nextLong(30 * MINUTE), victim, shop, amount, Channel.ONLINE, FraudPattern.CARD_TESTING);
        }
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            long time = start + 30 * MINUTE + random.nextLong(90 * MINUTE);
            double amount = habit(victim) * (6 + 9 * random.nextDouble());
            int other = population.anyOnlineShop(random);
            plan(time, victim, other, amount, Channel.ONLINE, FraudPattern.CARD_TESTING);
        }
    }

    private void compromiseTerminal(long midnight) {
        int terminal = population.anyCounter(random);
        double factor = population.terminal(terminal).category().amountFactor();
        for (int day = 0; day < 7; day++) {
            for (int left = Chance.poisson(random, 6); left > 0; left--) {
                long time = midnight + day * DAY + 9 * HOUR + random.nextLong(11 * HOUR);
                int victim = random.nextInt(population.customers());
                double amount = habit(victim) * factor * 1.5 * Chance.logNormal(random, 0.4);
                plan(time, victim, terminal, amount, Channel.CHIP, FraudPattern.COMPROMISED_TERMINAL);
            }
        }
    }

    private void cashOut(long midnight, int victim) {
        for (int night = 0; night < 2; night++) {
            long start = midnight + night * DAY + HOUR + random.nextLong(2 * HOUR);
            for (int left = 3 + random.nextInt(3); left > 0; left--) {
                double amount = 50 * (2 + random.nextInt(7));
                int machine = population.anyCashMachine(random);
                plan(start + random.nextLong(HOUR), victim, machine, amount, Channel.ATM, FraudPattern.NIGHT_CASH_OUT);
            }
        }
    }

    private void plan(long time, int victim, int terminal, double amount, Channel channel, FraudPattern pattern) {
        planned.add(new Draft(time, victim, terminal, amount, channel, pattern));
    }

    private double habit(int victim) {
        return population.customer(victim).habit();
    }
}
