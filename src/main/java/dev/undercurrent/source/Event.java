package dev.undercurrent.source;

/**
 * One observation: who, when, and the declared fields of its record. Immutable.
 *
 * <p>The fields lie in two arrays by their index in {@link EventFields}; the arrays are handed over, not copied,
 * because an event is made once per record on the hot path.
 */
public final class Event {
    private final String id;
    private final String key;
    private final long time;
    private final double[] numbers;
    private final String[] texts;

    /**
     * @param id what identifies the event in every output
     * @param key the entity it belongs to, not empty
     * @param time ms since the epoch
     * @param numbers {@code [fields]}; NaN where missing or not a number field
     * @param texts {@code [fields]}; empty where missing or not a text field
     */
    public Event(String id, String key, long time, double[] numbers, String[] texts) {
        if (numbers.length != texts.length) {
            throw new IllegalArgumentException(
                    "texts: " + texts.length + " fields (expected: " + numbers.length + " as numbers)");
        }
        this.id = id;
        this.key = key;
        this.time = time;
        this.numbers = numbers;
        this.texts = texts;
    }

    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    /** Event time in ms since the epoch. */
    public long time() {
        return time;
    }

    /** How many fields are declared. */
    public int fields() {
        return numbers.length;
    }

    /** The number in a field; NaN where it is missing. A JSON boolean is 0 or 1. */
    public double number(int field) {
        return numbers[field];
    }

    /** The text in a field; empty where it is missing. */
    public String text(int field) {
        return texts[field];
    }
}
