package dev.undercurrent.simulation;

import java.util.Locale;

/** What goes wrong with a simulated service: the label, told apart from its requests. */
public enum ServiceIncident {
    /** Nothing. */
    NONE,
    /** Requests take several times as long. */
    LATENCY,
    /** A third of the requests fails, fast. */
    ERRORS,
    /** Most requests do not arrive. */
    TRAFFIC_DROP;

    /** The label as written, for example {@code traffic-drop}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
