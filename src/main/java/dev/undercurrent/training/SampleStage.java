package dev.undercurrent.training;

import dev.undercurrent.threshold.JudgedUnit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** The stage that sends units to the reservoir, under their segment: those that are to be trained on. Thread-safe. */
public final class SampleStage implements ProcessorSupplier<String, JudgedUnit, String, byte[]> {
    private final Thinning thinning;
    private final String segment;

    /** @param segment the key under which all units travel */
    public SampleStage(Thinning thinning, String segment) {
        this.thinning = thinning;
        this.segment = segment;
    }

    @Override
    public Processor<String, JudgedUnit, String, byte[]> get() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, JudgedUnit> input) {
                thinning.sample(input.value())
                        .ifPresent(unit ->
                                context().forward(new Record<>(segment, unit, input.timestamp(), input.headers())));
            }
        };
    }
}
