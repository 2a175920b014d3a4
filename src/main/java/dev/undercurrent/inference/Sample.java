package dev.undercurrent.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records that a topology is inferred from, by column. Nested objects are flattened, arrays ignored. */
final class Sample {
    private static final int MOST_ROWS = 1_000_000;
    private static final long MOST_CELLS = 8_000_000;
    private static final int MOST_COLUMNS = 1_000;
    private static final int DEEPEST = 6;

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private int rows;
    private boolean whole = true;

    /** Takes records until they or the room for them end. */
    static Sample of(Iterator<ObjectNode> records) {
        Sample sample = new Sample();
        while (records.hasNext()) {
            if (sample.rows >= MOST_ROWS || (long) sample.rows * sample.columns.size() >= MOST_CELLS) {
                sample.whole = false;
                break;
            }
            sample.add("", records.next(), 0);
            sample.rows++;
        }
        return sample;
    }

    private void add(String path, ObjectNode record, int depth) {
        for (Map.Entry<String, JsonNode> entry : record.properties()) {
            String pointer = path + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode nested && depth < DEEPEST) {
                add(pointer, nested, depth + 1);
            } else if (!pointer.equals("/") && value.isValueNode() && !value.isNull() && !isEmpty(value)) {
                Column column = columns.get(pointer);
                if (column == null && columns.size() < MOST_COLUMNS) {
                    column = new Column(pointer);
                    columns.put(pointer, column);
                }
                if (column != null) {
                    column.set(rows, value);
                }
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isTextual() && value.textValue().isEmpty();
    }

    int rows() {
        return rows;
    }

    /** Whether there were no more records than these. */
    boolean isWhole() {
        return whole;
    }

    List<Column> columns() {
        return new ArrayList<>(columns.values());
    }
}
