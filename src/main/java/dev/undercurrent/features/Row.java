package dev.undercurrent.features;

/**
 * The raw values of one feature vector at one point of time, before any transform. Immutable.
 *
 * <p>The arrays are handed over, not copied: a row is made once per scored unit on the hot path.
 */
public final class Row {
    private final long time;
    private final double[] numbers;
    private final String[] texts;

    /**
     * @param time ms since the epoch; cycles are computed from it
     * @param numbers {@code [F]}; NaN where missing and in slots of categories and cycles
     * @param texts {@code [F]}; empty where missing and in slots that are no category
     */
    public Row(long time, double[] numbers, String[] texts) {
        if (numbers.length != texts.length) {
            throw new IllegalArgumentException(
                    "texts: " + texts.length + " slots (expected: " + numbers.length + " as numbers)");
        }
        this.time = time;
        this.numbers = numbers;
        this.texts = texts;
    }

    public long time() {
        return time;
    }

    /** The number of slots, {@code F}. */
    public int size() {
        return numbers.length;
    }

    public double number(int slot) {
        return numbers[slot];
    }

    public String text(int slot) {
        return texts[slot];
    }
}
