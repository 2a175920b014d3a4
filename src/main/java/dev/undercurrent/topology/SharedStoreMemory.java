package dev.undercurrent.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Gives each store on disk its part of the {@link StoreMemory} that the properties hold; by itself every store would
 * take up to 98 MiB. Kafka Streams makes one a store.
 */
public final class SharedStoreMemory implements RocksDBConfigSetter {
    /** The property that holds the memory; without it stores are left as Kafka Streams makes them. */
    public static final String MEMORY = "undercurrent.store.memory";

    private static final long WRITE_BUFFER = 4 << 20;

    /** Of the disk, for the list of a store's files, which is short; RocksDB's own is 4 MiB for each open store. */
    private static final long MANIFEST = 64 << 10;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (configs.get(MEMORY) instanceof StoreMemory memory
                && options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(memory.cache());
            table.setCacheIndexAndFilterBlocks(true); // else they lie outside of every bound
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(memory.writeBuffers());
            options.setWriteBufferSize(WRITE_BUFFER);
            options.setManifestPreallocationSize(MANIFEST);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // what is shared is closed after the last store
    }
}
