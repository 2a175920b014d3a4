package dev.undercurrent.topology;

import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.source.DeadLetter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what enters and leaves the pipeline. Thread-safe. */
public final class PipelineMetrics {
    private final Map<DeadLetter.Reason, Counter> deadLetters = new EnumMap<>(DeadLetter.Reason.class);
    private final Map<Stage, Counter> scored = new EnumMap<>(Stage.class);
    private final Counter flagged;

    /** @param topology the topology's name, a label of every meter */
    public PipelineMetrics(MeterRegistry registry, String topology) {
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            deadLetters.put(
                    reason,
                    Counter.builder("undercurrent.dead.letters")
                            .description("Records that could not be scored")
                            .tag("topology", topology)
                            .tag("reason", DeadLetterHeaders.text(reason))
                            .register(registry));
        }
        for (Stage stage : Stage.values()) {
            scored.put(
                    stage,
                    Counter.builder("undercurrent.events.scored")
                            .description("Units that were scored")
                            .tag("topology", topology)
                            .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        flagged = Counter.builder("undercurrent.anomalies")
                .description("Units that were flagged")
                .tag("topology", topology)
                .register(registry);
    }

    void deadLetter(DeadLetter.Reason reason) {
        Counter counter = deadLetters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void scored(ScoreRecord record) {
        Counter counter = scored.get(record.score().stage());
        if (counter != null) {
            counter.increment();
        }
        if (record.verdict().anomaly()) {
            flagged.increment();
        }
    }
}
