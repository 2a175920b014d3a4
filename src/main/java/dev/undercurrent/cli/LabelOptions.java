package dev.undercurrent.cli;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.FileLine;
import dev.undercurrent.ingest.FileLines;
import dev.undercurrent.replay.Labels;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.SourceRecord;
import dev.undercurrent.replay.TopicInput;
import dev.undercurrent.replay.TopicRange;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.source.VerdictJson;
import dev.undercurrent.topology.LoadedTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is known of the events of a backtest; a mixin. Not thread-safe. */
final class LabelOptions {
    @Option(
            names = "--label",
            paramLabel = "FIELD",
            description = "The label of each event: a column or JSON pointer that the topology does not read; with"
                    + " --labels of that file. Default there: label")
    private @Nullable String field;

    @Option(names = "--labels", paramLabel = "FILE", description = "A file of ids and labels: CSV or JSON lines.")
    private @Nullable Path file;

    /** A line of a file has no time but the one that it says. */
    private static final long NO_TIME = -1;

    @Option(names = "--feedback", paramLabel = "FILE", description = "Verdicts as JSON lines, as the topic holds them.")
    private @Nullable Path feedback;

    @Option(names = "--feedback-topic", description = "Take the verdicts from the topology's feedback topic.")
    private boolean feedbackTopic;

    @Option(
            names = "--label-delay",
            paramLabel = "DURATION",
            description = "Age at which a positive label becomes a verdict that windows of confirmed units count, such"
                    + " as P7D. Default: never")
    private @Nullable Duration delay;

    /** Whether a cluster is needed. */
    boolean readsTopic() {
        return feedbackTopic;
    }

    /** The verdicts that were asked for. */
    List<Verdict> verdicts(LoadedTopology topology, Map<String, Object> client) {
        List<Verdict> verdicts = new ArrayList<>();
        if (feedback != null) {
            try (FileLines lines = FileLines.open(feedback)) {
                while (lines.hasNext()) {
                    FileLine line = lines.next();
                    verdicts.add(verdict(
                            new SourceRecord(new Origin("", -1, -1, null, line.json()), NO_TIME),
                            feedback + ":" + line.number()));
                }
            }
        }
        if (feedbackTopic) {
            String topic = new TopicNames(topology.name()).feedback();
            TopicRange all = new TopicRange(topic, Long.MIN_VALUE, Long.MAX_VALUE, Map.of());
            try (SourceInput records = TopicInput.open(client, all)) {
                while (records.hasNext()) {
                    SourceRecord next = records.next();
                    // what is no verdict is a dead letter there
                    parsed(next).ifPresent(verdicts::add);
                }
            }
        }
        return verdicts;
    }

    private static Verdict verdict(SourceRecord record, String where) {
        return parsed(record)
                .orElseThrow(() ->
                        new ConfigException(List.of(Problems.line(where, "no verdict", "id, verdict, time and keys"))));
    }

    private static Optional<Verdict> parsed(SourceRecord record) {
        return VerdictJson.parse(record.origin(), record.timestamp()) instanceof Outcome.Accepted<Verdict> accepted
                ? Optional.of(accepted.value())
                : Optional.empty();
    }

    /** The labels by which the run is judged. */
    Truth truth(LoadedTopology topology, List<Verdict> verdicts) {
        if (file != null) {
            return Labels.ofFile(
                    file, field == null ? "label" : field, topology.config().source());
        }
        if (field != null) {
            return Labels.ofField(field, topology);
        }
        return verdicts.isEmpty() ? Truth.NONE : Labels.ofVerdicts(verdicts);
    }

    Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }
}
