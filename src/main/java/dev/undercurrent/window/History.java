package dev.undercurrent.window;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.features.Row;
import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last {@code T − 1} rows of each key, given to each of its vectors. Rows lie in the order of their time; a row
 * that comes out of order gets the rows before it in time, and is kept in its place unless it is late. Not thread-safe:
 * one stream task or one replay owns it.
 */
public final class History {
    private static final int ROW_BYTES = 256;

    private final EntryStore store;
    private final int kept;
    private final int maxKeys;
    private final Map<String, Rows> keys = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param vectors {@code T}, at least 2
     * @param maxRows rows kept in memory, of all keys together; the store holds all of them
     */
    public History(EntryStore store, int vectors, long maxRows) {
        this.store = store;
        this.kept = vectors - 1;
        this.maxKeys = (int) Math.max(1, Math.min(Integer.MAX_VALUE, maxRows / kept));
    }

    /** The vector with its history; its row is kept for the vectors to come. */
    public FeatureVector withHistory(FeatureVector vector) {
        Rows rows = rows(vector.key());
        int position = rows.above(vector.time());
        List<Row> before = List.copyOf(rows.rows.subList(0, position));
        boolean isFull = rows.rows.size() == kept;
        if (!vector.late() && !(isFull && position == 0)) {
            rows.insert(position, vector.row());
            if (isFull) {
                rows.dropFirst();
            }
        }
        return new FeatureVector(vector.id(), vector.key(), vector.late(), vector.row(), before);
    }

    private Rows rows(String key) {
        Rows rows = keys.get(key);
        if (rows == null) {
            rows = new Rows(store, EntryKey.prefix(key));
            keys.put(key, rows);
            if (keys.size() > maxKeys) {
                Iterator<Rows> eldest = keys.values().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        return rows;
    }

    /** The rows of one key. */
    private static final class Rows {
        private final EntryStore store;
        private final byte[] prefix;
        private final List<Row> rows = new ArrayList<>();
        private final List<Integer> arrivals = new ArrayList<>();

        Rows(EntryStore store, byte[] prefix) {
            this.store = store;
            this.prefix = prefix;
            store.scan(EntryKey.first(prefix, EntryKey.EVENT), EntryKey.last(prefix, EntryKey.EVENT), (key, value) -> {
                rows.add(FeatureVectorSerde.readRow(new BinaryReader(value)));
                arrivals.add(EntryKey.arrivalOf(key));
                return true;
            });
        }

        int above(long time) {
            int position = rows.size();
            while (position > 0 && rows.get(position - 1).time() > time) {
                position--;
            }
            return position;
        }

        void insert(int position, Row row) {
            boolean sameTime = position > 0 && rows.get(position - 1).time() == row.time();
            int arrival = sameTime ? arrivals.get(position - 1) + 1 : 0;
            rows.add(position, row);
            arrivals.add(position, arrival);
            BinaryWriter writer = new BinaryWriter(ROW_BYTES);
            FeatureVectorSerde.writeRow(row, writer);
            store.put(key(row.time(), arrival), writer.toBytes());
        }

        void dropFirst() {
            store.delete(key(rows.remove(0).time(), arrivals.remove(0)));
        }

        private byte[] key(long time, int arrival) {
            return EntryKey.of(prefix, EntryKey.EVENT, time, arrival);
        }
    }
}
