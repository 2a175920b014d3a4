package dev.undercurrent.window;

import java.util.Arrays;

/**
 * Entries of one key in the order of (time, arrival), each with a few 64-bit values and the number of the row that
 * keeps it, in flat arrays. Positions count from the oldest entry. Not thread-safe.
 */
final class Entries {
    private static final int INITIAL = 8;

    private final int width;
    private final RowNumbers numbers = new RowNumbers();
    private long[] times = {};
    private int[] arrivals = {};
    private int[] rows = {};
    private long[] values = {};
    private int head;
    private int end;
    private long changes;

    /** @param width values of an entry */
    Entries(int width) {
        this.width = width;
    }

    /** Values of an entry. */
    int width() {
        return width;
    }

    int size() {
        return end - head;
    }

    long time(int position) {
        return times[head + position];
    }

    int arrival(int position) {
        return arrivals[head + position];
    }

    /** How many entries were put in their places or taken out of them, but for the oldest ones forgotten. */
    long changes() {
        return changes;
    }

    /** The numbers of their rows, among them those of entries that are gone. */
    RowNumbers numbers() {
        return numbers;
    }

    /** The number of the row that keeps it. */
    int row(int position) {
        return rows[head + position];
    }

    long value(int position, int index) {
        return values[(head + position) * width + index];
    }

    /** Time of the newest entry; there must be one. */
    long newest() {
        return times[end - 1];
    }

    /**
     * The first position whose time is above {@code time}; {@link #size()} if there is none. Looks at both ends and
     * then back from the newest in growing steps, so that a short window touches the same memory as the newest entry.
     */
    int above(long time) {
        if (head == end || times[end - 1] <= time) {
            return end - head;
        }
        if (times[head] > time) {
            return 0;
        }
        int low = head;
        int high = end - 1;
        for (int step = 1; high - step > low; step *= 2) {
            if (times[high - step] <= time) {
                low = high - step;
            } else {
                high -= step;
            }
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= time) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high - head;
    }

    /** Puts an entry behind those of the same and earlier times; returns its position. */
    int insert(long time, long[] entry) {
        int position = above(time);
        int arrival = position > 0 && time(position - 1) == time ? arrival(position - 1) + 1 : 0;
        return insertAt(position, time, arrival, numbers.take(), entry);
    }

    /** Appends an entry that was stored; they come in order. */
    void append(long time, int arrival, int row, long[] entry) {
        numbers.use(row);
        insertAt(size(), time, arrival, row, entry);
    }

    private int insertAt(int position, long time, int arrival, int row, long[] entry) {
        if (end == times.length) {
            makeRoom();
        }
        int at = head + position;
        if (at < end) {
            System.arraycopy(times, at, times, at + 1, end - at);
            System.arraycopy(arrivals, at, arrivals, at + 1, end - at);
            System.arraycopy(rows, at, rows, at + 1, end - at);
            System.arraycopy(values, at * width, values, (at + 1) * width, (end - at) * width);
        }
        times[at] = time;
        arrivals[at] = arrival;
        rows[at] = row;
        System.arraycopy(entry, 0, values, at * width, width);
        end++;
        changes++;
        return position;
    }

    /** Moves the entries to the front when half of the arrays is free, else doubles the arrays. */
    private void makeRoom() {
        int size = size();
        boolean isHalfFree = head > 0 && head >= times.length / 2;
        int capacity = isHalfFree ? times.length : Math.max(INITIAL, times.length * 2);
        long[] oldTimes = times;
        int[] oldArrivals = arrivals;
        int[] oldRows = rows;
        long[] oldValues = values;
        if (capacity > times.length) {
            times = new long[capacity];
            arrivals = new int[capacity];
            rows = new int[capacity];
            values = new long[capacity * width];
        }
        System.arraycopy(oldTimes, head, times, 0, size);
        System.arraycopy(oldArrivals, head, arrivals, 0, size);
        System.arraycopy(oldRows, head, rows, 0, size);
        System.arraycopy(oldValues, head * width, values, 0, size * width);
        head = 0;
        end = size;
    }

    void remove(int position) {
        int at = head + position;
        numbers.give(rows[at]);
        System.arraycopy(times, at + 1, times, at, end - at - 1);
        System.arraycopy(arrivals, at + 1, arrivals, at, end - at - 1);
        System.arraycopy(rows, at + 1, rows, at, end - at - 1);
        System.arraycopy(values, (at + 1) * width, values, at * width, (end - at - 1) * width);
        end--;
        changes++;
    }

    /** Forgets the oldest entries. */
    void dropFirst(int count) {
        for (int i = 0; i < count; i++) {
            numbers.give(row(i));
        }
        head += count;
        if (head == end) {
            head = 0;
            end = 0;
        }
        if (times.length > 4 * INITIAL && size() < times.length / 8) {
            shrink(Math.max(INITIAL, size() * 2));
        }
    }

    private void shrink(int capacity) {
        times = Arrays.copyOf(Arrays.copyOfRange(times, head, end), capacity);
        arrivals = Arrays.copyOf(Arrays.copyOfRange(arrivals, head, end), capacity);
        rows = Arrays.copyOf(Arrays.copyOfRange(rows, head, end), capacity);
        values = Arrays.copyOf(Arrays.copyOfRange(values, head * width, end * width), capacity * width);
        end -= head;
        head = 0;
    }
}
