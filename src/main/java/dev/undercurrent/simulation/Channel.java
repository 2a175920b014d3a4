package dev.undercurrent.simulation;

import java.util.Locale;

/** How a simulated payment was made. */
public enum Channel {
    CHIP,
    CONTACTLESS,
    ONLINE,
    ATM;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As written in a payment. */
    public String text() {
        return text;
    }
}
