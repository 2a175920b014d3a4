package dev.undercurrent.replay;

import dev.undercurrent.source.Event;
import org.jspecify.annotations.Nullable;

/** What is known of the input's events. Never shown to a feature or a model. */
public interface Truth {
    /** Nothing is labelled. */
    Truth NONE = (event, value) -> -1;

    /**
     * The label of an event.
     *
     * @param value the record's bytes
     * @return 1 anomalous, 0 normal, −1 unlabelled
     */
    int label(Event event, byte @Nullable [] value);
}
