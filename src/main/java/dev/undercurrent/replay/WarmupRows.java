package dev.undercurrent.replay;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.FileLine;
import dev.undercurrent.ingest.FileLines;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many of each key's rows train only. Immutable.
 *
 * @param byKey rows of the keys that have their own
 * @param others rows of every other key
 */
public record WarmupRows(Map<String, Integer> byKey, int others) {
    public WarmupRows {
        byKey = Map.copyOf(byKey);
    }

    /** The same for every key. */
    public static WarmupRows ofEach(int rows) {
        return new WarmupRows(Map.of(), rows);
    }

    /**
     * From a file with the columns {@code key} and {@code train_rows}; a key it does not name has none.
     *
     * @throws ConfigException if a row lacks the number
     */
    public static WarmupRows read(Path file) {
        Map<String, Integer> rows = new HashMap<>();
        try (FileLines lines = FileLines.open(file)) {
            while (lines.hasNext()) {
                FileLine line = lines.next();
                if (!line.value().path("train_rows").isInt()) {
                    throw new ConfigException(List.of(
                            Problems.line(file + ":" + line.number(), "no train_rows", "columns key and train_rows")));
                }
                rows.put(
                        line.value().path("key").asText(),
                        line.value().path("train_rows").intValue());
            }
        }
        return new WarmupRows(rows, 0);
    }

    int of(String key) {
        return byKey.getOrDefault(key, others);
    }
}
