package dev.undercurrent.repartition;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** The stage behind a repartition: forwards each record of a bundle as it was gathered. Thread-safe. */
public final class UnbundleStage<V> implements ProcessorSupplier<String, byte[], String, V> {
    private final Serde<V> values;
    private final Runnable arrival;

    /**
     * @param values as {@link BundleStage} has it
     * @param arrival told of each record, before it is forwarded
     */
    public UnbundleStage(Serde<V> values, Runnable arrival) {
        this.values = values;
        this.arrival = arrival;
    }

    @Override
    public Processor<String, byte[], String, V> get() {
        return new UnbundleProcessor();
    }

    private final class UnbundleProcessor extends ContextualProcessor<String, byte[], String, V> {
        private final Deserializer<V> deserializer = values.deserializer();

        @Override
        public void process(Record<String, byte[]> bundle) {
            Bundle.read(bundle.value(), deserializer, record -> {
                arrival.run();
                context().forward(record);
            });
        }
    }
}
