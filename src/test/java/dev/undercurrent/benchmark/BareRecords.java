package dev.undercurrent.benchmark;

import dev.undercurrent.repartition.BundleStage;
import dev.undercurrent.repartition.UnbundleStage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The records of card-fraud with nothing computed: each payment through the same repartition, a row of a changelog on
 * either side of it, and two outputs of the sizes of a score and a latent code, made beforehand. What Kafka's own parts
 * take, and so what no computation could be fast enough to pass.
 */
final class BareRecords {
    private static final int ENTITIES = 3000;
    private static final int ROWS_OF_ENTITY = 30;
    private static final int ROW_BYTES = 44;

    private static final int TEXTS = 4000;
    private static final int SCORE_BYTES = 2036;
    private static final int CODE_BYTES = 243;

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private BareRecords() {}

    /**
     * @param name of the topology whose topics are written to
     * @param taken counts the records behind the repartition
     */
    static Topology topology(String name, String source, int partitions, AtomicLong taken) {
        byte[][] scores = texts(SCORE_BYTES);
        byte[][] codes = texts(CODE_BYTES);
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, byte[]> units = builder.stream(
                        source, Consumed.with(BYTES, BYTES).withName("source"))
                .process(new RowStage<>("window-customer"), Named.as("window-customer"))
                .process(BundleStage.untilCommit(Yardsticks.REPARTITION, BYTES, partitions), Named.as("bundle"))
                .repartition(Repartitioned.<String, byte[]>as(Yardsticks.REPARTITION)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(partitions))
                .process(new UnbundleStage<>(BYTES, taken::incrementAndGet), Named.as("unbundle"))
                .process(new RowStage<>("window-terminal"), Named.as("window-terminal"));
        publish(units, scores, taken, name + ".scores");
        publish(units, codes, taken, name + ".latents");
        return builder.build();
    }

    private static void publish(KStream<String, byte[]> units, byte[][] texts, AtomicLong taken, String topic) {
        units.mapValues(value -> texts[(int) (taken.get() % texts.length)], Named.as("make-" + topic))
                .to(topic, Produced.with(Serdes.String(), BYTES).withName("write-" + topic));
    }

    /** Objects of numbers, which compress about as scores do. */
    private static byte[][] texts(int bytes) {
        Random random = new Random(bytes);
        byte[][] texts = new byte[TEXTS][];
        for (int text = 0; text < TEXTS; text++) {
            StringBuilder json = new StringBuilder("{");
            for (int field = 0; json.length() < bytes; field++) {
                json.append("\"customer.mean.amount.")
                        .append(field)
                        .append("\":")
                        .append(Math.round(random.nextGaussian() * 1e4) / 1e4)
                        .append(',');
            }
            texts[text] = Arrays.copyOf(json.toString().getBytes(StandardCharsets.UTF_8), bytes);
        }
        return texts;
    }

    /** Writes one row of an entity, one of some thousands that the payment falls to, which is its key from then on. */
    private record RowStage<K>(String store) implements ProcessorSupplier<K, byte[], String, byte[]> {
        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.Bytes(), BYTES)
                    .withLoggingEnabled(Map.of()));
        }

        @Override
        public Processor<K, byte[], String, byte[]> get() {
            return new ContextualProcessor<>() {
                @SuppressWarnings("NullAway.Init") // Kafka calls init first
                private KeyValueStore<Bytes, byte[]> rows;

                private int written;

                @Override
                public void init(ProcessorContext<String, byte[]> context) {
                    super.init(context);
                    rows = context.getStateStore(store);
                }

                @Override
                public void process(Record<K, byte[]> payment) {
                    int entity = Math.floorMod(Arrays.hashCode(payment.value()), ENTITIES);
                    String key = "customer-" + entity;
                    byte[] row =
                            (key + "-row-" + written++ / ENTITIES % ROWS_OF_ENTITY).getBytes(StandardCharsets.UTF_8);
                    byte[] entry = ByteBuffer.allocate(ROW_BYTES)
                            .putLong(payment.timestamp())
                            .putLong(System.currentTimeMillis())
                            .putInt(written)
                            .putDouble(Math.sqrt(written))
                            .array();
                    rows.put(Bytes.wrap(row), entry);
                    context().forward(payment.withKey(key));
                }
            };
        }
    }
}
