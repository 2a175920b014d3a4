package dev.undercurrent.window;

import java.util.function.LongConsumer;

/**
 * How closed windows are cut from a key's entries. A window is known by its end; it covers {@code [start, end)}. "Open"
 * is what ends after a given time. Immutable.
 */
sealed interface WindowCut {
    static WindowCut of(WindowConfig config) {
        return switch (config.kind()) {
            case TUMBLING ->
                new Fixed(config.over().get(0).toMillis(), config.over().get(0).toMillis());
            case HOPPING ->
                new Fixed(config.over().get(0).toMillis(), config.every().toMillis());
            case SESSION -> new Session(config.gap().toMillis());
            case TRAILING -> throw new IllegalArgumentException("kind: TRAILING (expected: a window that closes)");
        };
    }

    /** The length, or of a session the gap, in ms. */
    long length();

    /** Whether an event not yet inserted would belong to a window that is open after {@code time}. */
    boolean isOpen(Entries events, long eventTime, long time);

    /** Says which open windows appeared and which vanished with the entry at {@code position}. */
    void afterInsert(Entries events, int position, long time, LongConsumer appeared, LongConsumer vanished);

    /** The ends of all open windows with an entry; an end may come more than once. */
    void forEachOpen(Entries events, long time, LongConsumer end);

    /** Position of the first entry of a window. */
    int first(Entries events, long end);

    /** Position behind the last entry of a window. */
    int end(Entries events, long end);

    /** Length in ms of a window whose first entry is at {@code first}. */
    long millis(Entries events, int first, long end);

    /** How many of the oldest entries no window needs once the window with this end and those before it are closed. */
    int unneeded(Entries events, long end);

    /** Windows of one length that start at multiples of a hop. */
    record Fixed(long length, long hop) implements WindowCut {
        @Override
        public boolean isOpen(Entries events, long eventTime, long time) {
            return lastEnd(eventTime) > time;
        }

        @Override
        public void afterInsert(Entries events, int position, long time, LongConsumer appeared, LongConsumer vanished) {
            for (long end = lastEnd(events.time(position)); end > events.time(position) && end > time; end -= hop) {
                if (end(events, end) - first(events, end) == 1) { // the entry is the window's only one
                    appeared.accept(end);
                }
            }
        }

        @Override
        public void forEachOpen(Entries events, long time, LongConsumer found) {
            for (int i = 0; i < events.size(); i++) {
                for (long end = lastEnd(events.time(i)); end > events.time(i) && end > time; end -= hop) {
                    found.accept(end);
                }
            }
        }

        @Override
        public int first(Entries events, long end) {
            return events.above(end - length - 1);
        }

        @Override
        public int end(Entries events, long end) {
            return events.above(end - 1);
        }

        @Override
        public long millis(Entries events, int first, long end) {
            return length;
        }

        @Override
        public int unneeded(Entries events, long end) {
            return events.above(end - length + hop - 1);
        }

        /** End of the last window that an event of this time belongs to. */
        private long lastEnd(long time) {
            return Math.floorDiv(time, hop) * hop + length;
        }
    }

    /** Windows of events less than a gap apart; a session ends a gap after its last event. */
    record Session(long length) implements WindowCut {
        @Override
        public boolean isOpen(Entries events, long eventTime, long time) {
            if (eventTime + length > time) {
                return true;
            }
            int next = events.above(eventTime);
            return next < events.size() && events.time(next) - eventTime < length;
        }

        @Override
        public void afterInsert(Entries events, int position, long time, LongConsumer appeared, LongConsumer vanished) {
            boolean joinsNext = position + 1 < events.size() && joins(events, position + 1);
            if (position > 0 && joins(events, position) && events.time(position - 1) != events.time(position)) {
                vanished.accept(events.time(position - 1) + length);
            }
            if (!joinsNext) {
                appeared.accept(events.time(position) + length);
            }
        }

        @Override
        public void forEachOpen(Entries events, long time, LongConsumer found) {
            for (int i = 0; i < events.size(); i++) {
                if (i + 1 == events.size() || !joins(events, i + 1)) {
                    found.accept(events.time(i) + length);
                }
            }
        }

        @Override
        public int first(Entries events, long end) {
            int first = end(events, end) - 1;
            while (first > 0 && joins(events, first)) {
                first--;
            }
            return first;
        }

        @Override
        public int end(Entries events, long end) {
            return events.above(end - length);
        }

        @Override
        public long millis(Entries events, int first, long end) {
            return end - events.time(first);
        }

        @Override
        public int unneeded(Entries events, long end) {
            return end(events, end);
        }

        /** Whether an entry belongs to the session of the one before it. */
        private boolean joins(Entries events, int position) {
            return events.time(position) - events.time(position - 1) < length;
        }
    }
}
