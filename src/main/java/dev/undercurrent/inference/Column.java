package dev.undercurrent.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** One field of all sampled records. Not thread-safe: filled by {@link Sample}, then only read. */
final class Column {
    private final String pointer;
    private final Map<String, Integer> texts = new HashMap<>();
    private final BitSet numeric = new BitSet();
    private double[] values = new double[0];
    private int numbers;
    private int fractions;
    private int booleans;
    private int strings;
    private int distinct = -1;

    Column(String pointer) {
        this.pointer = pointer;
    }

    void set(int row, JsonNode node) {
        if (row >= values.length) {
            int filled = values.length;
            values = Arrays.copyOf(values, Math.max(1024, row * 2));
            Arrays.fill(values, filled, values.length, Double.NaN);
        }
        if (node.isNumber()) {
            numbers++;
            numeric.set(row);
            values[row] = node.doubleValue();
            fractions += values[row] == Math.rint(values[row]) ? 0 : 1;
        } else if (node.isBoolean()) {
            booleans++;
            values[row] = node.booleanValue() ? 1 : 0;
        } else {
            strings++;
            values[row] = texts.computeIfAbsent(node.asText(), text -> texts.size());
        }
    }

    /**
     * Takes whole numbers for the texts that they were, where some values are texts: codes of which a few happen to be
     * digits alone.
     */
    void unify() {
        if (strings > 0 && numbers > 0 && booleans == 0 && fractions == 0) {
            for (int row = numeric.nextSetBit(0); row >= 0; row = numeric.nextSetBit(row + 1)) {
                values[row] = texts.computeIfAbsent(Long.toString((long) values[row]), text -> texts.size());
            }
            strings += numbers;
            numbers = 0;
        }
    }

    String pointer() {
        return pointer;
    }

    /** The last part of the pointer, where fields are looked up by name. */
    String name() {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    /** The value of a number or boolean, the code of a text; NaN where absent. */
    double value(int row) {
        return row < values.length ? values[row] : Double.NaN;
    }

    int present() {
        return numbers + booleans + strings;
    }

    boolean isNumeric() {
        return strings == 0 && numbers + booleans > 0;
    }

    boolean isWhole() {
        return isNumeric() && fractions == 0;
    }

    boolean isText() {
        return strings > 0 && numbers + booleans == 0;
    }

    /** 0 and 1, or false and true, and nothing else. */
    boolean isFlag() {
        return isWhole() && min() >= 0 && max() <= 1;
    }

    Map<String, Integer> texts() {
        return texts;
    }

    double min() {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(Double.NaN);
    }

    double max() {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
    }

    /** How many different values there are. */
    int distinct() {
        if (distinct < 0) {
            distinct = isText()
                    ? texts.size()
                    : (int) Arrays.stream(values)
                            .filter(value -> !Double.isNaN(value))
                            .sorted()
                            .distinct()
                            .count();
        }
        return distinct;
    }
}
