package dev.undercurrent.topology;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that the stores on disk of one instance share, whatever their number: blocks read, and writes not
 * yet on disk, which are charged to the same cache. Thread-safe; to be closed after the stores.
 */
public final class StoreMemory implements AutoCloseable {
    private static final int SHARDS_BY_SIZE = -1;
    private static final int WRITE_SHARE = 2;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /** @param bytes of both together; a store that needs one block more to go on takes it */
    public StoreMemory(long bytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes, SHARDS_BY_SIZE, false);
        writeBuffers = new WriteBufferManager(bytes / WRITE_SHARE, cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    /** How many of them are in use, 0 once it is closed. */
    public synchronized long bytes() {
        return cache.isOwningHandle() ? cache.getUsage() : 0;
    }

    @Override
    public synchronized void close() {
        writeBuffers.close();
        cache.close();
    }
}
