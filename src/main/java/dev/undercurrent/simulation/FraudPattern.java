package dev.undercurrent.simulation;

import java.util.Locale;

/** Why a simulated payment is what it is: the label, told apart from the payment. */
public enum FraudPattern {
    /** The customer's own. */
    GENUINE(0),
    /** Many payments within an hour at terminals the customer never goes to. */
    STOLEN_CARD(8.5),
    /** Online purchases of several times the habit over a few days. */
    ACCOUNT_TAKEOVER(9),
    /** Tiny amounts that try whether a number works, then large ones. */
    CARD_TESTING(9),
    /** Copied cards, from everywhere, at one terminal for a week. */
    COMPROMISED_TERMINAL(42),
    /** Round sums from cash machines between one and four in the morning. */
    NIGHT_CASH_OUT(8);

    private final double paymentsPerEpisode;

    FraudPattern(double paymentsPerEpisode) {
        this.paymentsPerEpisode = paymentsPerEpisode;
    }

    /** How many payments one episode has on average. */
    double paymentsPerEpisode() {
        return paymentsPerEpisode;
    }

    /** Whether somebody else than the customer paid. */
    public boolean isFraud() {
        return this != GENUINE;
    }

    /** The label as written, for example {@code stolen-card}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
