package dev.undercurrent.window;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers of the keys used last, up to a total number of entries; the others are rebuilt from the store when their
 * key comes again. Not thread-safe.
 */
final class WindowBuffers {
    private final EntryStore store;
    private final int width;
    private final long maxEntries;
    private final Map<String, WindowBuffer> buffers = new LinkedHashMap<>(64, 0.75f, true);
    private long entries;

    /**
     * @param width values an event's entry keeps
     * @param maxEntries entries in memory, of all keys together
     */
    WindowBuffers(EntryStore store, int width, long maxEntries) {
        this.store = store;
        this.width = width;
        this.maxEntries = maxEntries;
    }

    /** The key's buffer, to be given to {@link #used} once it was changed. */
    WindowBuffer get(String key) {
        WindowBuffer buffer = buffers.get(key);
        if (buffer == null) {
            buffer = WindowBuffer.load(store, key, width);
            buffers.put(key, buffer);
            entries += buffer.size();
        }
        return buffer;
    }

    /**
     * Counts a buffer's change of size and forgets the keys not used for longest.
     *
     * @param sizeBefore its size when it was got
     */
    void used(WindowBuffer buffer, int sizeBefore) {
        entries += buffer.size() - sizeBefore;
        Iterator<WindowBuffer> eldest = buffers.values().iterator();
        while (entries > maxEntries && buffers.size() > 1) {
            entries -= eldest.next().size();
            eldest.remove();
        }
    }

    /** Forgets a key whose rows were changed behind its back. */
    void forget(String key) {
        WindowBuffer buffer = buffers.remove(key);
        if (buffer != null) {
            entries -= buffer.size();
        }
    }
}
