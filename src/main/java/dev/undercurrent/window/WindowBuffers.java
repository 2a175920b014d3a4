package dev.undercurrent.window;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers of keys used lately, up to a total number of entries; the others are rebuilt from the store when their
 * key comes again. A buffer counts as {@value #LEAST} entries at least. The oldest one is forgotten, unless it was used
 * since it was looked at last (Corbató, "A Paging Experiment with the Multics System", 1968): an order of use would be
 * four accesses to memory for every event. Not thread-safe.
 */
final class WindowBuffers {
    private static final int LEAST = 32; // the arrays and their owners, of a key with few entries

    private final EntryStore store;
    private final int width;
    private final long horizon;
    private final long maxEntries;
    private final Map<String, WindowBuffer> buffers = new LinkedHashMap<>();
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
        buffer.use();
        return buffer;
    }

    /**
     * Counts a buffer's change of size and forgets others.
     *
     * @param sizeBefore its size when it was got
     */
    void used(WindowBuffer buffer, int sizeBefore) {
        entries += weight(buffer.size()) - weight(sizeBefore);
        while (entries > maxEntries && buffers.size() > 1) {
            Iterator<Map.Entry<String, WindowBuffer>> oldest =
                    buffers.entrySet().iterator();
            Map.Entry<String, WindowBuffer> next = oldest.next();
            oldest.remove();
            if (next.getValue().wasUsed()) {
                buffers.put(next.getKey(), next.getValue());
            } else {
                entries -= weight(next.getValue().size());
            }
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
