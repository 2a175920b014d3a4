package dev.undercurrent.window;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers of the keys used last, up to a total number of entries; the others are rebuilt from the store when their
 * key comes again. A buffer counts as {@value #LEAST} entries at least. Not thread-safe.
 */
final class WindowBuffers {
    private static final int LEAST = 32; // the arrays and their owners, of a key with few entries

    private final EntryStore store;
    private final int width;
    private final long horizon;
    private final long maxEntries;
    private final Map<String, WindowBuffer> buffers = new LinkedHashMap<>(64, 0.75f, true);
    private long entries;

    /**
     * @param width values an event's entry keeps
     * @param horizon as {@link WindowBuffer#load} takes it
     * @param maxEntries entries in memory, of all keys together
     */
    WindowBuffers(EntryStore store, int width, long horizon, long maxEntries) {
        this.store = store;
        this.width = width;
        this.horizon = horizon;
        this.maxEntries = maxEntries;
    }

    /** The key's buffer, to be given to {@link #used} once it was changed. */
    WindowBuffer get(String key) {
        WindowBuffer buffer = buffers.get(key);
        if (buffer == null) {
            buffer = WindowBuffer.load(store, key, width, horizon);
            buffers.put(key, buffer);
            entries += weight(buffer.size());
        }
        return buffer;
    }

    /**
     * Counts a buffer's change of size and forgets the keys not used for longest.
     *
     * @param sizeBefore its size when it was got
     */
    void used(WindowBuffer buffer, int sizeBefore) {
        entries += weight(buffer.size()) - weight(sizeBefore);
        Iterator<WindowBuffer> eldest = buffers.values().iterator();
        while (entries > maxEntries && buffers.size() > 1) {
            entries -= weight(eldest.next().size());
            eldest.remove();
        }
    }

    /** Forgets a key whose rows were changed behind its back. */
    void forget(String key) {
        WindowBuffer buffer = buffers.remove(key);
        if (buffer != null) {
            entries -= weight(buffer.size());
        }
    }

    private static int weight(int size) {
        return Math.max(LEAST, size);
    }
}
