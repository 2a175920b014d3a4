package dev.undercurrent.inference;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives columns the names of features and windows: what a topology file allows, each once. Not thread-safe. */
final class Names {
    private static final int LONGEST = 80;

    private final Set<String> features = new HashSet<>();
    private final Set<String> windows = new HashSet<>();
    private final Map<Column, String> given = new HashMap<>();

    /** The column's name, the same whenever it is asked for. */
    String feature(Column column) {
        String name = given.get(column);
        if (name == null) {
            name = feature(column.pointer().substring(1).replaceAll("~[01]|[^A-Za-z0-9_-]", "_"));
            given.put(column, name);
        }
        return name;
    }

    /** {@code customer} for {@code /customer_id}. */
    String window(Column column) {
        String stem = column.name()
                .replaceAll("[^A-Za-z0-9_-]", "_")
                .replaceFirst("(?<=.)(_id|_no|_number|_key|Id|ID|No)$", "");
        return unique(stem, windows);
    }

    /** The name of a feature that is no column's. */
    String feature(String wanted) {
        return unique(wanted, features);
    }

    private static String unique(String wanted, Set<String> taken) {
        String start = wanted.matches("[A-Za-z_].*") ? wanted : "_" + wanted;
        String stem = start.length() > LONGEST ? start.substring(0, LONGEST) : start;
        String name = stem;
        for (int i = 2; !taken.add(name); i++) {
            name = stem + "_" + i;
        }
        return name;
    }
}
