package dev.undercurrent.publish;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened to a segment's model, as {@code NAME.lifecycle} carries it. Immutable.
 *
 * @param version the model it is about; 0 for none
 * @param reason why, in one line; empty where it needs none
 * @param time ms since the epoch
 * @param metrics figures behind it, by name
 */
public record LifecycleEvent(
        Type type,
        String topology,
        String segment,
        int version,
        String reason,
        long time,
        Map<String, Double> metrics) {
    /** What happened. */
    public enum Type {
        TRAINED,
        PROMOTED,
        REJECTED,
        ROLLED_BACK,
        DRIFT;

        /** As it is written: {@code rolled-back}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public LifecycleEvent {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
