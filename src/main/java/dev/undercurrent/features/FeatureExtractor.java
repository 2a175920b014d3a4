package dev.undercurrent.features;

import dev.undercurrent.source.Event;
import java.util.List;

/**
 * Takes the declared features from an event: a number to its slot, a category's text to its slot; cycles are left to
 * the row's time. Immutable.
 */
public final class FeatureExtractor {
    /** Characters of a category's text that count: a key's history may hold a thousand of them in one record. */
    static final int LONGEST = 256;

    private final int[] fieldOfSlot;
    private final boolean[] category;

    /**
     * @param fieldOfSlot {@code [F]}, handed over: the index of the field in a slot, or −1 where an event's field is
     *     not what the slot holds
     */
    public FeatureExtractor(FeatureSchema schema, int[] fieldOfSlot) {
        this.fieldOfSlot = fieldOfSlot;
        this.category = new boolean[schema.size()];
        for (int slot = 0; slot < schema.size(); slot++) {
            category[slot] = schema.get(slot).type() == FeatureType.CATEGORY;
        }
    }

    /** The number of slots, {@code F}. */
    public int slots() {
        return fieldOfSlot.length;
    }

    /** The vector, without history, of an event whose aggregates are filled. Its values are handed over. */
    public FeatureVector extract(WindowedEvent windowed) {
        Event event = windowed.event();
        Row row = row(event.time(), event, windowed.values());
        return new FeatureVector(event.id(), event.key(), windowed.isLate(), row, List.of());
    }

    private Row row(long time, Event event, double[] values) {
        String[] texts = new String[values.length];
        for (int slot = 0; slot < values.length; slot++) {
            int field = fieldOfSlot[slot];
            texts[slot] = field >= 0 && category[slot] ? beginning(event.text(field)) : "";
            if (field >= 0 && !category[slot]) {
                values[slot] = event.number(field);
            }
        }
        return new Row(time, values, texts);
    }

    private static String beginning(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, splitsPair ? LONGEST - 1 : LONGEST);
    }
}
