package dev.undercurrent.window;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one key: its events, its verdicts, and when the last event before them was. Every change goes to
 * the store as well, from which the buffer can be rebuilt bit by bit. Not thread-safe.
 *
 * <p>Rows of events that {@link #dropUpTo} forgets stay in the store until later ones are written over them, as a
 * reader can tell them by their time. So an event is one row written, not one written and another deleted.
 */
final class WindowBuffer {
    /** No event was dropped. */
    static final long NO_PRIOR = -1;
    /** Where no event is dropped by its time alone. */
    static final long NO_HORIZON = Long.MAX_VALUE;

    /** Dropped rows of a key left in the store, beyond as many as it has events. */
    private static final int SPARE_ROWS = 8;

    private static final long[] NO_VALUES = {};

    private final EntryStore store;
    private final byte[] prefix;
    private final Entries events;
    private final Entries verdicts = new Entries(1);
    private @Nullable Repeats[] repeats = {};
    private long prior = NO_PRIOR;
    private boolean isUsed;

    private WindowBuffer(EntryStore store, byte[] prefix, int width) {
        this.store = store;
        this.prefix = prefix;
        this.events = new Entries(width);
    }

    /**
     * @param width values an event's entry keeps
     * @param horizon how far before the newest event {@link #dropUpTo} is called after each event, in ms, or
     *     {@link #NO_HORIZON}
     */
    static WindowBuffer load(EntryStore store, String key, int width, long horizon) {
        WindowBuffer buffer = new WindowBuffer(store, EntryKey.prefix(key), width);
        List<Stored> events = new ArrayList<>();
        List<Stored> verdicts = new ArrayList<>();
        store.scan(
                EntryKey.first(buffer.prefix, EntryKey.EVENT),
                EntryKey.last(buffer.prefix, EntryKey.PRIOR),
                (row, value) -> {
                    switch (EntryKey.kindOf(row)) {
                        case EntryKey.EVENT -> events.add(Stored.of(row, value));
                        case EntryKey.VERDICT -> verdicts.add(Stored.of(row, value));
                        default -> buffer.prior = timeOf(value);
                    }
                    return true;
                });
        long newest = events.stream().mapToLong(Stored::time).max().orElse(0);
        restore(events, newest - horizon, buffer.events);
        restore(verdicts, -1, buffer.verdicts);
        return buffer;
    }

    private static void restore(List<Stored> stored, long droppedUpTo, Entries entries) {
        stored.sort(Stored.ORDER);
        for (Stored each : stored) {
            if (each.time() > droppedUpTo) {
                entries.append(each.time(), each.arrival(), each.row(), each.values(entries.width()));
            } else {
                entries.numbers().give(each.row());
            }
        }
    }

    /** The wall-clock time at which a row was written. */
    static long wallTimeOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** The event time of a row's entry. */
    static long timeOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong(Long.BYTES);
    }

    Entries events() {
        return events;
    }

    /**
     * The repeats of an argument, as of now.
     *
     * @param index the argument's in an entry
     * @param scratch an empty set, left so
     */
    Repeats repeats(int index, WindowGroup.Argument argument, LongSet scratch) {
        if (index >= repeats.length) {
            repeats = Arrays.copyOf(repeats, index + 1);
        }
        if (repeats[index] == null) {
            repeats[index] = new Repeats(index, argument);
        }
        repeats[index].follow(events, scratch);
        return repeats[index];
    }

    /** Verdicts {@code true}, each with a hash of its unit's id. */
    Entries verdicts() {
        return verdicts;
    }

    /** Time of the last event that was dropped, or {@link #NO_PRIOR}. */
    long prior() {
        return prior;
    }

    /** Notes a use. */
    void use() {
        isUsed = true;
    }

    /** Whether it was used since this was last asked. */
    boolean wasUsed() {
        boolean used = isUsed;
        isUsed = false;
        return used;
    }

    /** Entries that it holds in memory. */
    int size() {
        return 1 + events.size() + verdicts.size();
    }

    /** Puts an event in its place; returns its position. */
    int addEvent(long time, long[] values, long wallTime) {
        return add(EntryKey.EVENT, events, time, values, wallTime);
    }

    void addVerdict(long time, long id, long wallTime) {
        add(EntryKey.VERDICT, verdicts, time, new long[] {id}, wallTime);
    }

    private int add(byte kind, Entries entries, long time, long[] values, long wallTime) {
        int position = entries.insert(time, values);
        put(kind, entries.row(position), wallTime, time, entries.arrival(position), values);
        return position;
    }

    void removeVerdict(int position) {
        verdicts.remove(position);
        deleteDropped(EntryKey.VERDICT, verdicts, 0);
    }

    /** Forgets events and verdicts up to and including a time. */
    void dropUpTo(long time) {
        events.dropFirst(events.above(time));
        deleteDropped(EntryKey.EVENT, events, SPARE_ROWS + events.size());
        verdicts.dropFirst(verdicts.above(time));
        deleteDropped(EntryKey.VERDICT, verdicts, 0);
    }

    /** Forgets the first events; with {@code keepPrior} the time of the last of them is kept. */
    void dropEvents(int count, boolean keepPrior) {
        if (count > 0 && keepPrior) {
            prior = Math.max(prior, events.time(count - 1));
            put(EntryKey.PRIOR, 0, 0, prior, 0, NO_VALUES);
        }
        events.dropFirst(count);
        deleteDropped(EntryKey.EVENT, events, 0);
    }

    /** @param spare dropped rows that may stay */
    private void deleteDropped(byte kind, Entries entries, int spare) {
        while (entries.numbers().stored() > spare) {
            store.delete(EntryKey.of(prefix, kind, entries.numbers().delete()));
        }
    }

    private void put(byte kind, int row, long wallTime, long time, int arrival, long[] values) {
        ByteBuffer value = ByteBuffer.allocate(Stored.HEAD + Long.BYTES * values.length)
                .putLong(wallTime)
                .putLong(time)
                .putInt(arrival);
        for (long each : values) {
            value.putLong(each);
        }
        store.put(EntryKey.of(prefix, kind, row), value.array());
    }

    /** An entry's row as it was read. */
    private record Stored(int row, long time, int arrival, ByteBuffer value) {
        /** Bytes of wall-clock time, time and arrival. */
        static final int HEAD = 2 * Long.BYTES + Integer.BYTES;

        static final Comparator<Stored> ORDER =
                Comparator.comparingLong(Stored::time).thenComparingInt(Stored::arrival);

        static Stored of(byte[] row, byte[] value) {
            ByteBuffer bytes = ByteBuffer.wrap(value);
            return new Stored(EntryKey.numberOf(row), timeOf(value), bytes.getInt(2 * Long.BYTES), bytes);
        }

        long[] values(int width) {
            long[] values = new long[width];
            for (int i = 0; i < width; i++) {
                values[i] = value.getLong(HEAD + i * Long.BYTES);
            }
            return values;
        }
    }
}
