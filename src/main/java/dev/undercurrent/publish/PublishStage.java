package dev.undercurrent.publish;

import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.threshold.JudgedUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The stage that makes records of judged units and sends each to the nodes it belongs to, under the entity it belongs
 * to. Immutable.
 */
public final class PublishStage implements ProcessorSupplier<String, JudgedUnit, String, ScoreRecord> {
    /** The node behind it that takes every record. */
    public static final String SCORES = "scores";
    /** The one that takes those that are flagged. */
    public static final String ANOMALIES = "anomalies";
    /** The one that takes those with a latent code. */
    public static final String CODES = "code";

    private final String topology;
    private final PublishConfig config;
    private final Input.Layout layout;
    private final Consumer<ScoreRecord> published;

    /** @param published told of every record */
    public PublishStage(String topology, FeatureSchema schema, PublishConfig config, Consumer<ScoreRecord> published) {
        this.topology = topology;
        this.config = config;
        this.layout = new Input.Layout(schema);
        this.published = published;
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
                config.input() ? layout.of(unit.vector().row()) : Input.NONE);
    }

    @Override
    public Processor<String, JudgedUnit, String, ScoreRecord> get() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, JudgedUnit> input) {
                ScoreRecord score = record(input.value(), context().currentSystemTimeMs());
                published.accept(score);
                Record<String, ScoreRecord> output =
                        new Record<>(score.key(), score, input.timestamp(), input.headers());
                if (config.scores()) {
                    context().forward(output, SCORES);
                }
                if (config.anomalies() && score.verdict().anomaly()) {
                    context().forward(output, ANOMALIES);
                }
                if (config.latents() && score.score().latent().size() > 0) {
                    context().forward(output, CODES);
                }
            }
        };
    }
}
