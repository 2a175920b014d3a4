package dev.undercurrent.publish;

import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.Row;
import dev.undercurrent.score.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values a unit was scored by, under their features' names; cycles are left out, they follow from the time.
 * Immutable.
 */
public final class Input {
    /** Of a record that carries no values. */
    public static final Input NONE = new Input(new Names(new String[0]), new Row(0, new double[0], new String[0]));

    /** Stands in the place of a slot that is not published. */
    private static final String HIDDEN = "";

    private final Names names;
    private final Row row;

    private Input(Names names, Row row) {
        this.names = names;
        this.row = row;
    }

    /** Slots' names, as texts and as JSON has them. */
    private static final class Names {
        private final String[] texts;
        private final byte[][] json;

        Names(String[] texts) {
            this.texts = texts;
            this.json = Arrays.stream(texts).map(JsonBytes::named).toArray(byte[][]::new);
        }
    }

    /** The names under which a schema's slots are published; to be made once. */
    public static final class Layout {
        private final Names names;

        public Layout(FeatureSchema schema) {
            String[] texts = new String[schema.size()];
            for (int slot = 0; slot < texts.length; slot++) {
                boolean cycle = schema.get(slot).type() == FeatureType.CYCLE;
                texts[slot] = cycle ? HIDDEN : schema.get(slot).name();
            }
            names = new Names(texts);
        }

        /** The input of one unit. */
        public Input of(Row row) {
            if (row.size() != names.texts.length) {
                throw new IllegalArgumentException(
                        "row: " + row.size() + " slots (expected: " + names.texts.length + ")");
            }
            return new Input(names, row);
        }
    }

    /** An input read back. */
    static Input of(Map<String, Value> values) {
        String[] names = values.keySet().toArray(String[]::new);
        double[] numbers = new double[names.length];
        String[] texts = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            Value value = values.get(names[i]);
            numbers[i] = value instanceof Value.Numeric number ? number.number() : Double.NaN;
            texts[i] = value instanceof Value.Text text ? text.text() : "";
        }
        return new Input(new Names(names), new Row(0, numbers, texts));
    }

    /** How many slots there are, published or not. */
    int size() {
        return names.texts.length;
    }

    /** Whether a slot is published. */
    boolean isPublished(int slot) {
        return !names.texts[slot].isEmpty();
    }

    /** As {@link JsonBytes#named} makes it. */
    byte[] name(int slot) {
        return names.json[slot];
    }

    double number(int slot) {
        return row.number(slot);
    }

    String text(int slot) {
        return row.text(slot);
    }

    /** The published values by name, in order. */
    public Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int slot = 0; slot < size(); slot++) {
            if (isPublished(slot)) {
                values.put(names.texts[slot], text(slot).isEmpty() ? Value.of(number(slot)) : Value.of(text(slot)));
            }
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Input that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "Input" + values().keySet();
    }
}
