package dev.undercurrent.simulation;

import java.util.random.RandomGenerator;

/**
 * Somebody with one card and habits. Immutable; the arrays are never handed out.
 *
 * <p>Habits differ widely on purpose: commuters pay tiny sums several times an hour, night workers pay at four in the
 * morning, big spenders spend as much as a thief. None of it is fraud, and each alone looks like it.
 */
final class Customer {
    /** How likely each hour of the day is, in a day that ends at night. */
    private static final double[] RHYTHM = {
        0.3, 0.15, 0.1, 0.1, 0.15, 0.4, 1, 2.2, 3, 3, 3.2, 4, 5, 4.5, 3.8, 3.8, 4.2, 5, 5.2, 4.5, 3.4, 2.4, 1.5, 0.8
    };

    private static final double RHYTHM_TOTAL = total(RHYTHM);

    private final String id;
    private final int[] near;
    private final int[] shops;
    private final double habit;
    private final double spread;
    private final double rate;
    private final double onlineShare;
    private final double contactlessShare;
    private final int shiftHours;

    private Customer(
            String id,
            int[] near,
            int[] shops,
            double habit,
            double spread,
            double rate,
            int shiftHours,
            double[] shares) {
        this.id = id;
        this.near = near;
        this.shops = shops;
        this.habit = habit;
        this.spread = spread;
        this.rate = rate;
        this.shiftHours = shiftHours;
        this.onlineShare = shares[0];
        this.contactlessShare = shares[1];
    }

    /**
     * A customer whose habits are drawn.
     *
     * @param near indices of the terminals around the home, the nearest first
     * @param shops indices of the online shops the customer uses
     */
    static Customer draw(String id, int[] near, int[] shops, RandomGenerator random) {
        double kind = random.nextDouble();
        double habit = 22 * Chance.logNormal(random, 0.6);
        double rate = 0.5 + 1.4 * random.nextDouble();
        int shift = random.nextInt(3) - 1;
        if (kind < 0.10) { // a commuter
            rate = 5 + 4 * random.nextDouble();
            habit *= 0.35;
        } else if (kind < 0.16) { // a night worker
            shift = 11 + random.nextInt(3);
        } else if (kind < 0.25) { // a big spender
            habit *= 4 + 4 * random.nextDouble();
        }
        double online = random.nextDouble() < 0.35 ? 0 : 0.4 * random.nextDouble();
        double spread = 0.35 + 0.35 * random.nextDouble();
        return new Customer(id, near, shops, habit, spread, rate, shift, new double[] {online, random.nextDouble()});
    }

    String id() {
        return id;
    }

    /** The amount this customer usually pays, before the category's factor. */
    double habit() {
        return habit;
    }

    /** Payments a day, on average over a week. */
    double rate() {
        return rate;
    }

    /** A terminal of the customer's own choice; near ones are preferred, and a few times it is anywhere. */
    int terminal(RandomGenerator random, int terminals) {
        if (random.nextDouble() < onlineShare) {
            return shops[random.nextInt(shops.length)];
        }
        if (random.nextDouble() < 0.03) {
            return random.nextInt(terminals);
        }
        double nearness = random.nextDouble();
        return near[(int) (near.length * nearness * nearness)];
    }

    /** A genuine amount at a terminal of {@code category}; now and then something large is bought. */
    double amount(RandomGenerator random, Category category) {
        double amount = habit * category.amountFactor() * Chance.logNormal(random, spread);
        return random.nextDouble() < 0.006 ? amount * (4 + 8 * random.nextDouble()) : amount;
    }

    /** How the card is used at a terminal that is neither online nor a cash machine. */
    Channel channel(RandomGenerator random, double amount) {
        return amount < 50 && random.nextDouble() < contactlessShare ? Channel.CONTACTLESS : Channel.CHIP;
    }

    /** A moment of the customer's day, ms since its midnight. */
    long moment(RandomGenerator random) {
        int hour = (Chance.index(random, RHYTHM, RHYTHM_TOTAL) + shiftHours + 24) % 24;
        return hour * 3_600_000L + random.nextInt(3_600_000);
    }

    private static double total(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
