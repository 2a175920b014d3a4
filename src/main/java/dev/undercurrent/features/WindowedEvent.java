package dev.undercurrent.features;

import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way through the window stages, with the slots of its vector that are filled so far. Not thread-safe:
 * one stage after another owns it and fills {@link #values()} in place.
 */
public final class WindowedEvent implements WindowInput {
    private final Event event;
    private final double[] values;
    private final @Nullable Origin origin;
    private boolean late;

    /**
     * @param values {@code [F]}, handed over; NaN where not filled or undefined
     * @param late whether a stage found it later than its grace
     * @param origin the record it was, where a later stage may have to reject it; else null
     */
    public WindowedEvent(Event event, double[] values, boolean late, @Nullable Origin origin) {
        this.event = event;
        this.values = values;
        this.late = late;
        this.origin = origin;
    }

    /** An event none of whose slots is filled. */
    public static WindowedEvent of(Event event, int slots, @Nullable Origin origin) {
        double[] values = new double[slots];
        Arrays.fill(values, Double.NaN);
        return new WindowedEvent(event, values, false, origin);
    }

    public Event event() {
        return event;
    }

    /** {@code [F]}; its own array, to be filled. */
    public double[] values() {
        return values;
    }

    public boolean isLate() {
        return late;
    }

    /** Notes that a stage found it later than its grace. */
    public void markLate() {
        late = true;
    }

    /** The record it was, or null where no later stage may reject it. */
    public @Nullable Origin origin() {
        return origin;
    }
}
