package dev.undercurrent.window;

import java.nio.ByteBuffer;

/**
 * All that is kept of one key: its events, its verdicts, and when the last event before them was. Every change goes to
 * the store as well, from which the buffer can be rebuilt bit by bit. Not thread-safe.
 */
final class WindowBuffer {
    /** No event was dropped. */
    static final long NO_PRIOR = -1;

    private static final long[] NO_VALUES = {};

    private final EntryStore store;
    private final byte[] prefix;
    private final int width;
    private final Entries events;
    private final Entries verdicts = new Entries(1);
    private long prior = NO_PRIOR;

    private WindowBuffer(EntryStore store, byte[] prefix, int width) {
        this.store = store;
        this.prefix = prefix;
        this.width = width;
        this.events = new Entries(width);
    }

    /** @param width values an event's entry keeps */
    static WindowBuffer load(EntryStore store, String key, int width) {
        WindowBuffer buffer = new WindowBuffer(store, EntryKey.prefix(key), width);
        long[] values = new long[width];
        store.scan(
                EntryKey.first(buffer.prefix, EntryKey.EVENT),
                EntryKey.last(buffer.prefix, EntryKey.PRIOR),
                (row, value) -> buffer.restore(row, ByteBuffer.wrap(value), values));
        return buffer;
    }

    private boolean restore(byte[] row, ByteBuffer value, long[] values) {
        long time = EntryKey.timeOf(row);
        int arrival = EntryKey.arrivalOf(row);
        switch (EntryKey.kindOf(row)) {
            case EntryKey.EVENT -> {
                value.getLong();
                for (int i = 0; i < width; i++) {
                    values[i] = value.getLong();
                }
                events.append(time, arrival, values);
            }
            case EntryKey.VERDICT -> {
                value.getLong();
                verdicts.append(time, arrival, new long[] {value.getLong()});
            }
            default -> prior = time;
        }
        return true;
    }

    /** The wall-clock time at which a row of an event or verdict came. */
    static long wallTimeOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    Entries events() {
        return events;
    }

    /** Verdicts {@code true}, each with a hash of its unit's id. */
    Entries verdicts() {
        return verdicts;
    }

    /** Time of the last event that was dropped, or {@link #NO_PRIOR}. */
    long prior() {
        return prior;
    }

    /** Entries that it holds in memory. */
    int size() {
        return 1 + events.size() + verdicts.size();
    }

    /** Puts an event in its place; returns its position. */
    int addEvent(long time, long[] values, long wallTime) {
        int position = events.insert(time, values);
        put(EntryKey.EVENT, time, events.arrival(position), wallTime, values);
        return position;
    }

    void addVerdict(long time, long id, long wallTime) {
        long[] values = {id};
        int position = verdicts.insert(time, values);
        put(EntryKey.VERDICT, time, verdicts.arrival(position), wallTime, values);
    }

    void removeVerdict(int position) {
        store.delete(EntryKey.of(prefix, EntryKey.VERDICT, verdicts.time(position), verdicts.arrival(position)));
        verdicts.remove(position);
    }

    /** Forgets events and verdicts up to and including a time. */
    void dropUpTo(long time) {
        drop(events, EntryKey.EVENT, events.above(time));
        drop(verdicts, EntryKey.VERDICT, verdicts.above(time));
    }

    /** Forgets the first events; with {@code keepPrior} the time of the last of them is kept. */
    void dropEvents(int count, boolean keepPrior) {
        if (count > 0 && keepPrior) {
            if (prior != NO_PRIOR) {
                store.delete(EntryKey.of(prefix, EntryKey.PRIOR, prior, 0));
            }
            prior = Math.max(prior, events.time(count - 1));
            put(EntryKey.PRIOR, prior, 0, 0, NO_VALUES);
        }
        drop(events, EntryKey.EVENT, count);
    }

    private void drop(Entries entries, byte kind, int count) {
        for (int i = 0; i < count; i++) {
            store.delete(EntryKey.of(prefix, kind, entries.time(i), entries.arrival(i)));
        }
        if (count > 0) {
            entries.dropFirst(count);
        }
    }

    private void put(byte kind, long time, int arrival, long wallTime, long[] values) {
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES * (1 + values.length)).putLong(wallTime);
        for (long each : values) {
            value.putLong(each);
        }
        store.put(EntryKey.of(prefix, kind, time, arrival), value.array());
    }
}
