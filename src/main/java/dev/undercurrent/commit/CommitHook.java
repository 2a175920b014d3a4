package dev.undercurrent.commit;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store of nothing, by which a processor is called before each commit. It may still write to its stores then, so that
 * what came and went between two commits costs them nothing, and forward records: what it kept back belongs to the
 * transaction. Kafka Streams writes and forwards what its own caches hold in the same call, and has it among its
 * internals. Not thread-safe: one stream task owns it.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private Runnable work = () -> {};
    private boolean isOpen;

    private CommitHook(String name) {
        this.name = name;
    }

    /** Builds the store of what a hook writes: in memory and logged. */
    public static <K> StoreBuilder<KeyValueStore<K, byte[]>> state(String name, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    /** Builds one of a name, without a changelog. */
    public static StoreBuilder<CommitHook> builder(String name) {
        return new Builder(name);
    }

    /**
     * Has work done before each commit after which something was processed.
     *
     * @param work writes to stores, and nothing where nothing has changed: a task that did nothing has no record
     */
    public void beforeCommit(Runnable work) {
        this.work = work;
    }

    /**
     * Has records forwarded before each commit after which something was processed.
     *
     * @param context with which the work forwards records; that of the processor that is being initialised
     */
    public void beforeCommit(ProcessorContext<?, ?> context, Runnable work) {
        InternalProcessorContext<?, ?> task = (InternalProcessorContext<?, ?>) context;
        ProcessorNode<?, ?, ?, ?> own = task.currentNode();
        beforeCommit(() -> {
            ProcessorNode<?, ?, ?, ?> current = task.currentNode();
            task.setCurrentNode(own);
            try {
                work.run();
            } finally {
                task.setCurrentNode(current);
            }
        });
    }

    @Override
    public void flushCache() {
        work.run();
    }

    @Override
    public void clearCache() {
        // the processor forgets by itself what it kept back
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false; // nothing changes here
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        isOpen = true;
    }

    @Override
    public void close() {
        work = () -> {};
        isOpen = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    private record Builder(String name) implements StoreBuilder<CommitHook> {
        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException(
                    name + ": logging enabled (expected: disabled, there is nothing to log)");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
