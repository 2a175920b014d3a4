package dev.undercurrent.simulation;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** What a simulated terminal sells. */
enum Category {
    GROCERIES(0.25, 1.0, 0.10),
    RESTAURANT(0.20, 0.8, 0.0),
    TRANSIT(0.10, 0.15, 0.0),
    FUEL(0.10, 1.3, 0.0),
    CLOTHING(0.10, 2.0, 0.35),
    PHARMACY(0.07, 0.6, 0.05),
    ENTERTAINMENT(0.06, 0.7, 0.25),
    ELECTRONICS(0.04, 4.0, 0.15),
    TRAVEL(0.03, 6.0, 0.10),
    CASH(0.05, 2.5, 0.0);

    private static final Category[] ALL = values();

    private final double share;
    private final double amountFactor;
    private final double onlineShare;
    private final String text = name().toLowerCase(Locale.ROOT);

    Category(double share, double amountFactor, double onlineShare) {
        this.share = share;
        this.amountFactor = amountFactor;
        this.onlineShare = onlineShare;
    }

    /** An amount of this category over the customer's habit, in the middle. */
    double amountFactor() {
        return amountFactor;
    }

    String text() {
        return text;
    }

    /** One drawn by how common it is among shops, online or not. */
    static Category draw(RandomGenerator random, boolean online) {
        double left = random.nextDouble();
        for (Category category : ALL) {
            left -= online ? category.onlineShare : category.share;
            if (left < 0) {
                return category;
            }
        }
        return GROCERIES;
    }
}
