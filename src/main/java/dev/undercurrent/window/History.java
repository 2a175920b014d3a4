package dev.undercurrent.window;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.features.Row;
import dev.undercurrent.source.BinaryReader;
import dev.undercurrent.source.BinaryWriter;
import java.util.ArrayList;
import java.util.Comparator;
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
        List<Row> before = rows.first(position);
        boolean isFull = rows.size() == kept;
        if (!vector.late() && !(isFull && position == 0)) {
            if (isFull) {
                rows.dropFirst();
                position--;
            }
            rows.insert(position, vector.row());
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

    /** The rows of one key. A new one takes the place in the store of the one that it drives out. */
    private static final class Rows {
        private final EntryStore store;
        private final byte[] prefix;
        private final List<Kept> rows = new ArrayList<>();
        private final RowNumbers numbers = new RowNumbers();

        Rows(EntryStore store, byte[] prefix) {
            this.store = store;
            this.prefix = prefix;
            store.scan(EntryKey.first(prefix, EntryKey.EVENT), EntryKey.last(prefix, EntryKey.EVENT), (key, value) -> {
                BinaryReader reader = new BinaryReader(value);
                int arrival = reader.readInt();
                rows.add(new Kept(FeatureVectorSerde.readRow(reader), arrival, EntryKey.numberOf(key)));
                numbers.use(EntryKey.numberOf(key));
                return true;
            });
            rows.sort(Kept.ORDER);
        }

        int size() {
            return rows.size();
        }

        List<Row> first(int count) {
            return rows.stream().limit(count).map(Kept::row).toList();
        }

        int above(long time) {
            int position = rows.size();
            while (position > 0 && rows.get(position - 1).time() > time) {
                position--;
            }
            return position;
        }

        void insert(int position, Row row) {
            Kept before = position > 0 ? rows.get(position - 1) : null;
            int arrival = before != null && before.time() == row.time() ? before.arrival() + 1 : 0;
            int number = numbers.take();
            rows.add(position, new Kept(row, arrival, number));
            BinaryWriter writer = new BinaryWriter(ROW_BYTES);
            writer.writeInt(arrival);
            FeatureVectorSerde.writeRow(row, writer);
            store.put(EntryKey.of(prefix, EntryKey.EVENT, number), writer.toBytes());
        }

        void dropFirst() {
            numbers.give(rows.remove(0).number());
        }
    }

    /**
     * A row that is kept.
     *
     * @param arrival tells rows of one time apart
     * @param number of the row in the store
     */
    private record Kept(Row row, int arrival, int number) {
        static final Comparator<Kept> ORDER =
                Comparator.comparingLong(Kept::time).thenComparingInt(Kept::arrival);

        long time() {
            return row.time();
        }
    }
}
