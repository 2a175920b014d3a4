package dev.undercurrent.repartition;

import dev.undercurrent.commit.CommitHook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stage before a repartition: gathers the records of each of its partitions and forwards them as one when they are
 * many enough, have waited for long enough, or before a commit. Thread-safe.
 */
public final class BundleStage<V> implements ProcessorSupplier<String, V, String, byte[]> {
    /** Records that share a bundle at most: a stream thread is not held for longer than by a batch. */
    private static final int MOST = 64;

    /** Bytes up to which records share a bundle; a larger one travels alone, as brokers bound what they take. */
    private static final int MOST_BYTES = 16 << 10;

    /** Records between two ticks that show that more will come. */
    private static final int MANY = 2;

    private final String repartition;
    private final Serde<V> values;
    private final int partitions;
    private final Optional<Duration> longest;

    private BundleStage(String repartition, Serde<V> values, int partitions, Optional<Duration> longest) {
        this.repartition = repartition;
        this.values = values;
        this.partitions = partitions;
        this.longest = longest;
    }

    /**
     * Records wait until the commit, before which nobody would see them.
     *
     * @param repartition its name
     * @param values how a value is written; the name of a topic makes no difference to it
     * @param partitions of the repartition
     */
    public static <V> BundleStage<V> untilCommit(String repartition, Serde<V> values, int partitions) {
        return new BundleStage<>(repartition, values, partitions, Optional.empty());
    }

    /**
     * Records wait for a time, but for one that comes alone.
     *
     * @param longest time that one waits, ms at the finest
     * @see #untilCommit
     */
    public static <V> BundleStage<V> within(Duration longest, String repartition, Serde<V> values, int partitions) {
        return new BundleStage<>(repartition, values, partitions, Optional.of(longest));
    }

    private String hookName() {
        return "bundle-" + repartition + "-hook";
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(CommitHook.builder(hookName()));
    }

    @Override
    public Processor<String, V, String, byte[]> get() {
        return new BundleProcessor();
    }

    private final class BundleProcessor extends ContextualProcessor<String, V, String, byte[]> {
        private final Serializer<V> serializer = values.serializer();
        private final Map<Integer, Bundle> open = new LinkedHashMap<>();
        private final Deque<Bundle> spare = new ArrayDeque<>();
        private int arrived;
        private boolean isQuiet;
        private Optional<Cancellable> ticking = Optional.empty();

        @Override
        public void init(ProcessorContext<String, byte[]> context) {
            super.init(context);
            CommitHook hook = context.getStateStore(hookName());
            hook.beforeCommit(context, this::forwardAll);
            ticking = longest.map(
                    time -> context.schedule(Instant.EPOCH, time, PunctuationType.WALL_CLOCK_TIME, now -> tick()));
        }

        @Override
        public void process(Record<String, V> record) {
            // as Kafka Streams chooses it, so that the key of any of its records takes a bundle there
            int partition =
                    BuiltInPartitioner.partitionForKey(record.key().getBytes(StandardCharsets.UTF_8), partitions);
            byte[] value = serializer.serialize(Bundle.NO_TOPIC, record.value());
            Bundle bundle = open.get(partition);
            if (bundle != null && bundle.bytes() + value.length > MOST_BYTES) {
                forward(partition, bundle);
                bundle = null;
            }
            if (bundle == null) {
                bundle = spare.isEmpty() ? new Bundle() : spare.pop();
                open.put(partition, bundle);
            }
            bundle.add(record, value);
            arrived++;
            if (isAlone() || bundle.size() >= MOST || bundle.bytes() >= MOST_BYTES) {
                forward(partition, bundle);
            }
        }

        private void forward(int partition, Bundle bundle) {
            open.remove(partition);
            forward(bundle);
        }

        private boolean isAlone() {
            return isQuiet && arrived == 1;
        }

        private void tick() {
            isQuiet = arrived < MANY;
            arrived = 0;
            forwardAll();
        }

        private void forwardAll() {
            open.values().forEach(this::forward);
            open.clear();
        }

        private void forward(Bundle bundle) {
            context().forward(bundle.take());
            if (bundle.bytes() <= MOST_BYTES) { // what a large record needed is not kept for others
                spare.push(bundle);
            }
        }

        /**
         * Forgets what was gathered: the records of a task that ends without a commit come again. A task that is
         * revived still has what was scheduled before.
         */
        @Override
        public void close() {
            ticking.ifPresent(Cancellable::cancel);
            open.clear();
        }
    }
}
