package dev.undercurrent.window;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tumbling, hopping or session windows of one group: keeps the entries of every open window and emits a window once,
 * when the stream time has passed its end and the grace, in the order of (end, key). Not thread-safe: one stream task
 * or one replay owns it.
 *
 * <p>Everything up to the stored closing time was emitted, in the same transaction; so a restart neither repeats nor
 * loses a window.
 */
public final class ClosedWindows {
    /** How far back the key's event before a window is looked for, at least. */
    private static final long MEMORY = Duration.ofDays(30).toMillis();

    private static final byte[] TASK_ROW = EntryKey.of(EntryKey.prefix(""), EntryKey.TASK, 0);

    private final WindowGroup group;
    private final EntryStore store;
    private final int slots;
    private final WindowBuffers buffers;
    private final Aggregates aggregates;
    private final WindowCut cut;
    private final Sweep sweep;
    private final long[] own;
    private final boolean keepsPrior;
    private final long memory;
    private final TreeSet<Due> due = new TreeSet<>();
    private long streamTime;
    private long closedUntil = -1;
    private long closedEnd;

    /**
     * @param slots of the feature vector, {@code F}
     * @param maxEntries entries kept in memory, of all keys together; the store holds all of them
     */
    public ClosedWindows(WindowGroup group, EntryStore store, int slots, long maxEntries) {
        this.group = group;
        this.store = store;
        this.slots = slots;
        this.own = new long[group.arguments().size()];
        this.buffers = new WindowBuffers(store, own.length, WindowBuffer.NO_HORIZON, maxEntries);
        this.aggregates = new Aggregates(group);
        this.cut = WindowCut.of(group.config());
        this.sweep = new Sweep(store, this::isForgotten, buffers::forget);
        this.keepsPrior = group.has(AggregateFunction.GAP);
        this.memory = Math.max(MEMORY, 10 * cut.length());
        this.streamTime = closedUntil;
        this.closedEnd = closedUntil - group.graceMillis();
    }

    /**
     * Rebuilds from the store what is kept in memory. To be called once, before anything else. What was closed by
     * another grace stays closed, and what was open is.
     */
    public void restore() {
        store.scan(TASK_ROW, TASK_ROW, (row, value) -> {
            ByteBuffer times = ByteBuffer.wrap(value);
            closedUntil = times.getLong();
            streamTime = closedUntil;
            closedEnd = times.hasRemaining() ? times.getLong() : closedUntil - group.graceMillis();
            return true;
        });
        String[] last = {""};
        store.scan(new byte[] {0}, EntryKey.end(), (row, value) -> {
            if (EntryKey.kindOf(row) == EntryKey.EVENT
                    && !EntryKey.entityOf(row).equals(last[0])) {
                last[0] = EntryKey.entityOf(row);
                cut.forEachOpen(
                        WindowBuffer.load(store, last[0], own.length, WindowBuffer.NO_HORIZON)
                                .events(),
                        closedEnd,
                        end -> due.add(new Due(end, last[0])));
            }
            return true;
        });
    }

    /**
     * Puts an event into its windows, after closing those that its time ends.
     *
     * @param emitted told every window that closes
     * @return why the event is in none of its windows: all of them were closed before, or it has no key; empty where it
     *     is
     */
    public Optional<Reason> add(Event event, long wallTime, Consumer<FeatureVector> emitted) {
        String key = group.keyOf(event);
        if (key.isEmpty()) {
            return Optional.of(Reason.MISSING_KEY);
        }
        long time = event.time();
        streamTime = Math.max(streamTime, time);
        if (time > closedUntil) {
            close(time, emitted);
            closedUntil = time;
            closedEnd = Math.max(closedEnd, time - group.graceMillis());
            storeClosed();
        }
        WindowBuffer buffer = buffers.get(key);
        int size = buffer.size();
        boolean inTime = cut.isOpen(buffer.events(), time, closedEnd);
        if (inTime) {
            group.arguments(event, own);
            int position = buffer.addEvent(time, own, wallTime);
            cut.afterInsert(
                    buffer.events(),
                    position,
                    closedEnd,
                    end -> due.add(new Due(end, key)),
                    end -> due.remove(new Due(end, key)));
        }
        buffers.used(buffer, size);
        return inTime ? Optional.empty() : Optional.of(Reason.LATE);
    }

    /** The latest time of an event, ms since the epoch; after a start that up to which windows were closed. */
    public long streamTime() {
        return streamTime;
    }

    /** Closes the windows whose end and grace a time has passed, without an event of that time. */
    public void closeUntil(long time, Consumer<FeatureVector> emitted) {
        long before = closedUntil;
        close(time, emitted);
        if (closedUntil > before) {
            storeClosed();
        }
    }

    /** Deletes what is still known of keys that nothing came for in a long time. Bounded work. */
    public void sweep(long wallTime) {
        sweep.step(wallTime);
    }

    private boolean isForgotten(byte[] row, byte[] value, long wallTime) {
        return EntryKey.kindOf(row) == EntryKey.PRIOR && WindowBuffer.timeOf(value) < closedUntil - memory;
    }

    private void close(long until, Consumer<FeatureVector> emitted) {
        while (!due.isEmpty() && due.first().end() + group.graceMillis() <= until) {
            Due next = due.pollFirst();
            closedUntil = Math.max(closedUntil, next.end() + group.graceMillis());
            closedEnd = Math.max(closedEnd, next.end());
            emit(next, emitted);
        }
    }

    private void emit(Due next, Consumer<FeatureVector> emitted) {
        WindowBuffer buffer = buffers.get(next.key());
        int size = buffer.size();
        Entries events = buffer.events();
        int first = cut.first(events, next.end());
        int end = cut.end(events, next.end());
        double[] values = new double[slots];
        Arrays.fill(values, Double.NaN);
        long millis = cut.millis(events, first, next.end());
        aggregates.closed(events, first, end, prior(buffer, first), millis, values);
        String[] texts = new String[slots];
        Arrays.fill(texts, "");
        Row row = new Row(next.end(), values, texts);
        buffer.dropEvents(cut.unneeded(events, next.end()), keepsPrior);
        buffers.used(buffer, size);
        emitted.accept(new FeatureVector(next.key() + "@" + next.end(), next.key(), false, row, List.of()));
    }

    private long prior(WindowBuffer buffer, int first) {
        long prior = first > 0 ? buffer.events().time(first - 1) : buffer.prior();
        boolean known =
                prior != WindowBuffer.NO_PRIOR && prior >= buffer.events().time(first) - memory;
        return known ? prior : WindowBuffer.NO_PRIOR;
    }

    private void storeClosed() {
        byte[] times = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(closedUntil)
                .putLong(closedEnd)
                .array();
        store.put(TASK_ROW, times);
    }

    /** A window that waits to be closed. */
    private record Due(long end, String key) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return end != other.end ? Long.compare(end, other.end) : key.compareTo(other.key);
        }
    }
}
