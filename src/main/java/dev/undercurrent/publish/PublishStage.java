package dev.undercurrent.publish;

import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.threshold.JudgedUnit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Supplies the publish stage: judged units in, their records out, under the entity they belong to. Immutable. */
public final class PublishStage implements ProcessorSupplier<String, JudgedUnit, String, ScoreRecord> {
    private final String topology;
    private final boolean withInput;
    private final Input.Layout layout;

    public PublishStage(String topology, FeatureSchema schema, PublishConfig config) {
        this.topology = topology;
        this.withInput = config.input();
        this.layout = new Input.Layout(schema);
    }

    /** The record of one unit. */
    public ScoreRecord record(JudgedUnit unit, long wallClockTime) {
        return new ScoreRecord(
                unit.vector().id(),
                unit.vector().key(),
                unit.vector().time(),
                wallClockTime,
                topology,
                unit.vector().late(),
                unit.score(),
                unit.verdict(),
                withInput ? layout.of(unit.vector().row()) : Input.NONE);
    }

    @Override
    public Processor<String, JudgedUnit, String, ScoreRecord> get() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, JudgedUnit> input) {
                ScoreRecord score = record(input.value(), context().currentSystemTimeMs());
                context().forward(new Record<>(score.key(), score, input.timestamp(), input.headers()));
            }
        };
    }
}
