package dev.undercurrent.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The simulated customers and terminals, drawn once. Immutable. */
final class Population {
    private static final double ONLINE_SHARE = 0.1;
    private static final int NEAR = 15;
    private static final int SHOPS = 3;

    private final Terminal[] terminals;
    private final int[] onlineShops;
    private final int[] cashMachines;
    private final Customer[] customers;
    private final double paymentsPerDay;

    Population(CardPaymentsConfig config, RandomGenerator random) {
        terminals = new Terminal[config.terminals()];
        for (int i = 0; i < terminals.length; i++) {
            boolean online = i < ONLINE_SHARE * terminals.length;
            Category category = i == terminals.length - 1 ? Category.CASH : Category.draw(random, online);
            terminals[i] = new Terminal(name('t', i), random.nextDouble(), random.nextDouble(), online, category);
        }
        onlineShops = indices(true, false);
        cashMachines = indices(false, true);
        customers = new Customer[config.customers()];
        double rates = 0;
        for (int i = 0; i < customers.length; i++) {
            int[] shops = new int[SHOPS];
            Arrays.setAll(shops, shop -> draw(onlineShops, random));
            customers[i] =
                    Customer.draw(name('c', i), nearest(random.nextDouble(), random.nextDouble()), shops, random);
            rates += customers[i].rate();
        }
        paymentsPerDay = rates;
    }

    int customers() {
        return customers.length;
    }

    Customer customer(int index) {
        return customers[index];
    }

    int terminals() {
        return terminals.length;
    }

    Terminal terminal(int index) {
        return terminals[index];
    }

    /** Genuine payments a day, on average over a week. */
    double paymentsPerDay() {
        return paymentsPerDay;
    }

    int anyOnlineShop(RandomGenerator random) {
        return draw(onlineShops, random);
    }

    int anyCashMachine(RandomGenerator random) {
        return draw(cashMachines, random);
    }

    /** A terminal with a place that is no cash machine. */
    int anyCounter(RandomGenerator random) {
        while (true) {
            int index = random.nextInt(terminals.length);
            if (!terminals[index].online() && !terminals[index].isCashMachine()) {
                return index;
            }
        }
    }

    private int[] nearest(double x, double y) {
        long[] order = new long[terminals.length];
        for (int i = 0; i < terminals.length; i++) {
            double distance = terminals[i].online() ? 9 : Math.hypot(terminals[i].x() - x, terminals[i].y() - y);
            order[i] = ((long) (distance * 1e9) << 20) | i; // distance first, index in the low bits
        }
        Arrays.sort(order);
        int[] near = new int[NEAR];
        Arrays.setAll(near, rank -> (int) (order[rank] & 0xFFFFF));
        return near;
    }

    private int[] indices(boolean online, boolean cash) {
        return java.util.stream.IntStream.range(0, terminals.length)
                .filter(i -> terminals[i].online() == online && terminals[i].isCashMachine() == cash)
                .toArray();
    }

    private static int draw(int[] indices, RandomGenerator random) {
        return indices[random.nextInt(indices.length)];
    }

    private static String name(char kind, int index) {
        return String.format(Locale.ROOT, "%c%05d", kind, index);
    }
}
