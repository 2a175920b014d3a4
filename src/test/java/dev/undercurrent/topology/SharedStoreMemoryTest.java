package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class SharedStoreMemoryTest {
    @Test
    void boundsWhatAStoreTakesOfMemoryAndDisk() {
        RocksDB.loadLibrary();
        try (StoreMemory memory = new StoreMemory(32 << 20);
                Options options = new Options()) {
            options.setTableFormatConfig(new BlockBasedTableConfig());
            new SharedStoreMemory().setConfig("window", options, Map.of(SharedStoreMemory.MEMORY, memory));
            assertThat(options.writeBufferSize()).isEqualTo(4 << 20);
            assertThat(options.manifestPreallocationSize())
                    .as("RocksDB sets it aside in the file system for every open store")
                    .isEqualTo(64 << 10);
        }
    }

    @Test
    void tellsWhatIsInUseAndNothingOnceItIsClosed() {
        StoreMemory memory = new StoreMemory(32 << 20);
        assertThat(memory.bytes()).isNotNegative().isLessThan(32 << 20);
        memory.close();
        assertThat(memory.bytes()).isZero();
    }
}
