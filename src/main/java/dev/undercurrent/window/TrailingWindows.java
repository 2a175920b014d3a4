package dev.undercurrent.window;

import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.Verdict;

/**
 * The trailing windows of one group: fills an event's aggregates exactly from the entries of its key. A window of
 * length {@code W} at an event of time {@code t} covers {@code (t − W, t]}: the event itself, but none that came later
 * at the same time. Not thread-safe: one stream task or one replay owns it.
 *
 * <p>Lateness is judged per key, against the newest event of that key, since a task's keys need not move together. A
 * late event is aggregated where it stands in time but not kept.
 */
public final class TrailingWindows {
    private final WindowGroup group;
    private final WindowBuffers buffers;
    private final Aggregates aggregates;
    private final Sweep sweep;
    private final long[] own;
    private final long horizon;
    private long streamTime = -1;

    /** @param maxEntries entries kept in memory, of all keys together; the store holds all of them */
    public TrailingWindows(WindowGroup group, EntryStore store, long maxEntries) {
        this.group = group;
        this.own = new long[group.arguments().size()];
        this.horizon = group.graceMillis() + group.longest();
        this.buffers = new WindowBuffers(store, own.length, horizon, maxEntries);
        this.aggregates = new Aggregates(group);
        this.sweep = new Sweep(store, this::isIdle, buffers::forget);
    }

    /**
     * Fills the group's aggregates of an event and keeps it for the events to come.
     *
     * @param wallTime ms since the epoch, kept to tell idle keys
     */
    public void fill(WindowedEvent windowed, long wallTime) {
        Event event = windowed.event();
        String key = group.keyOf(event);
        if (key.isEmpty()) {
            return;
        }
        WindowBuffer buffer = buffers.get(key);
        int size = buffer.size();
        long time = event.time();
        Entries events = buffer.events();
        group.arguments(event, own);
        streamTime = Math.max(streamTime, time);
        if (events.size() > 0 && time < events.newest() - group.graceMillis()) {
            windowed.markLate();
            aggregates.trailing(buffer, false, events.above(time), time, own, windowed.values());
        } else {
            int position = buffer.addEvent(time, own, wallTime);
            boolean isNewest = position == events.size() - 1;
            aggregates.trailing(buffer, isNewest, position, time, own, windowed.values());
            buffer.dropUpTo(events.newest() - horizon);
        }
        buffers.used(buffer, size);
    }

    /** Counts a verdict {@code true} from its own time on; another verdict on the same unit takes it back. */
    public void confirm(Verdict verdict, long wallTime) {
        String key = verdict.keys().getOrDefault(group.name(), "");
        if (key.isEmpty() || !group.has(AggregateFunction.CONFIRMED)) {
            return;
        }
        WindowBuffer buffer = buffers.get(key);
        int size = buffer.size();
        long id = WindowGroup.hash(verdict.id());
        int known = position(buffer.verdicts(), id);
        boolean confirmed = verdict.answer() == Verdict.Answer.TRUE;
        if (known >= 0 && !confirmed) {
            buffer.removeVerdict(known);
        } else if (known < 0 && confirmed) {
            buffer.addVerdict(verdict.time(), id, wallTime);
        }
        buffers.used(buffer, size);
    }

    private static int position(Entries verdicts, long id) {
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.value(i, 0) == id) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Deletes rows of keys that nothing came for: neither in event time nor on the wall clock for the longest window
     * and grace. Bounded work; the next call goes on from there.
     */
    public void sweep(long wallTime) {
        sweep.step(wallTime);
    }

    private boolean isIdle(byte[] row, byte[] value, long wallTime) {
        return WindowBuffer.timeOf(value) <= streamTime - horizon
                && WindowBuffer.wallTimeOf(value) <= wallTime - horizon;
    }
}
