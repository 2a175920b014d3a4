package dev.undercurrent.commit;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A small changelogged store whose owner keeps the state in memory as it changes, and writes it here before each
 * commit: what came and went between two commits costs nothing. Kafka Streams has one call before a commit, that by
 * which its own caches write what they hold, and has it among its internals. Not thread-safe: one stream task owns it.
 */
public final class StateAtCommit<K> extends WrappedStateStore<KeyValueStore<K, byte[]>, K, byte[]> {
    private Runnable writer = () -> {};

    private StateAtCommit(KeyValueStore<K, byte[]> rows) {
        super(rows);
    }

    /** Builds one of a name, in memory and logged. */
    public static <K> StoreBuilder<StateAtCommit<K>> builder(String name, Serde<K> keys) {
        return new Builder<>(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingEnabled(Map.of()));
    }

    /** What was written at the last commit. */
    public KeyValueStore<K, byte[]> rows() {
        return wrapped();
    }

    /**
     * @param writer writes what has changed, and nothing where that is nothing: a task that did nothing has no record
     */
    public void beforeCommit(Runnable writer) {
        this.writer = writer;
    }

    @Override
    public void flushCache() {
        writer.run();
    }

    /** @param rows builds the store below */
    private record Builder<K>(StoreBuilder<KeyValueStore<K, byte[]>> rows) implements StoreBuilder<StateAtCommit<K>> {
        @Override
        public StoreBuilder<StateAtCommit<K>> withCachingEnabled() {
            return this; // it is one
        }

        @Override
        public StoreBuilder<StateAtCommit<K>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<StateAtCommit<K>> withLoggingEnabled(Map<String, String> config) {
            rows.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<StateAtCommit<K>> withLoggingDisabled() {
            rows.withLoggingDisabled();
            return this;
        }

        @Override
        public StateAtCommit<K> build() {
            return new StateAtCommit<>(rows.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return rows.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return rows.loggingEnabled();
        }

        @Override
        public String name() {
            return rows.name();
        }
    }
}
