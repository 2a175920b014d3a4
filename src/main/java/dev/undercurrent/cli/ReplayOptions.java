package dev.undercurrent.cli;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.replay.FileInput;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.TopicInput;
import dev.undercurrent.replay.TopicRange;
import dev.undercurrent.replay.WarmupRows;
import dev.undercurrent.source.EventTime;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.LoadedTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a backtest replays and what of it only trains; a mixin. Not thread-safe. */
final class ReplayOptions {
    @Option(names = "--from", paramLabel = "FILE", description = "A file of CSV or JSON lines, gzip too.")
    private @Nullable Path file;

    @Option(
            names = "--order",
            defaultValue = "time",
            description = "time: by event time, stable; file: as the rows lie. Default: ${DEFAULT-VALUE}")
    private RecordFiles.Order order = RecordFiles.Order.TIME;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "A topic instead of a file.")
    private @Nullable String topic;

    @Option(names = "--since", paramLabel = "TIME", description = "The topic's records from this time on.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "The topic's records before this time.")
    private @Nullable String until;

    @Option(
            names = "--offsets",
            paramLabel = "P:FIRST-END",
            split = ",",
            description =
                    "Instead of times: the offsets of each partition, the end exclusive, such as 0:100-200,1:0-50.")
    private List<String> offsets = List.of();

    @Option(
            names = "--warmup",
            paramLabel = "ROWS|SHARE",
            defaultValue = "0.1",
            description = "Rows, or a share below 1, that only train; 0 lets the topology train as it does live."
                    + " Default: ${DEFAULT-VALUE}")
    private double warmup = 0.1;

    @Option(
            names = "--warmup-per-key",
            paramLabel = "ROWS|FILE",
            description = "The first rows of every key that only train, or a CSV of key,train_rows. They are all taken"
                    + " before any other row, so that series of different times share one model.")
    private @Nullable String warmupPerKey;

    @Option(
            names = "--train-from",
            paramLabel = "TIME",
            description = "Train on events from here on; before, they only fill windows. Times are ISO-8601 or ms.")
    private @Nullable String trainFrom;

    @Option(names = "--train-to", paramLabel = "TIME", description = "End of the training events, exclusive.")
    private @Nullable String trainTo;

    @Option(names = "--score-from", paramLabel = "TIME", description = "Count events from here on. Default: --train-to")
    private @Nullable String scoreFrom;

    @Option(names = "--score-to", paramLabel = "TIME", description = "End of the counted events, exclusive.")
    private @Nullable String scoreTo;

    /** Whether something is to be replayed. */
    boolean isGiven() {
        return file != null || topic != null;
    }

    /** Whether a cluster is needed. */
    boolean readsTopic() {
        return topic != null;
    }

    /** @throws ConfigException unless exactly one input is named and the options fit each other and the topology */
    void check(LoadedTopology topology) {
        Problems problems = new Problems("");
        problems.check((file == null) != (topic == null), "from, topic", isGiven() ? "both" : "neither", "one of them")
                .check(
                        topic != null || (since == null && until == null && offsets.isEmpty()),
                        "since, until, offsets",
                        "given",
                        "only with --topic")
                .check(warmup >= 0, "warmup", warmup, "0, a share below 1, or rows")
                .check(
                        warmupPerKey == null || (file != null && trainTo == null),
                        "warmup-per-key",
                        String.valueOf(warmupPerKey),
                        "only with --from and without --train-to")
                .check(
                        warmupPerKey == null || !topology.plan().scoresWindows(),
                        "warmup-per-key",
                        String.valueOf(warmupPerKey),
                        "only with unit event: one key's time closes the windows of another")
                .check(
                        trainTo != null || (trainFrom == null && scoreFrom == null && scoreTo == null),
                        "train-to",
                        "missing",
                        "a time, as another border is given");
        problems.throwIfAny();
    }

    /** Opens the file or the topic; {@code client} is looked at for a topic only. */
    SourceInput open(SourceConfig source, Map<String, Object> client) {
        if (topic != null) {
            return TopicInput.open(
                    client, new TopicRange(topic, time("since", since, Long.MIN_VALUE), end(), ranges()));
        }
        Path from = file == null ? Path.of("") : file;
        return warmupPerKey == null
                ? FileInput.open(from, source, order)
                : FileInput.keysFirst(from, source, order, rowsOfKeys(warmupPerKey));
    }

    private long end() {
        return time("until", until, Long.MAX_VALUE);
    }

    private static WarmupRows rowsOfKeys(String text) {
        if (text.matches("\\d{1,9}")) {
            return WarmupRows.ofEach(Integer.parseInt(text));
        }
        if (!Files.isRegularFile(Path.of(text))) {
            throw problem("warmup-per-key", text, "a number of rows, or a CSV of key,train_rows");
        }
        return WarmupRows.read(Path.of(text));
    }

    /** Which units train and which count. */
    Protocol protocol(SourceInput input) {
        if (trainTo != null) {
            long trainEnd = time("train-to", trainTo, 0);
            return Protocol.ofTimes(
                    time("train-from", trainFrom, Long.MIN_VALUE),
                    trainEnd,
                    time("score-from", scoreFrom, trainEnd),
                    time("score-to", scoreTo, Long.MAX_VALUE));
        }
        if (warmupPerKey != null && input instanceof FileInput rows) {
            return Protocol.ofRows(rows.warmup());
        }
        double rows = warmup < 1 ? Math.ceil(warmup * input.size()) : warmup;
        return Protocol.ofRows((long) rows);
    }

    private Map<Integer, TopicRange.Offsets> ranges() {
        Map<Integer, TopicRange.Offsets> ranges = new HashMap<>();
        for (String text : offsets) {
            if (!text.matches("\\d{1,6}:\\d{1,18}-\\d{1,18}")) {
                throw problem("offsets", text, "P:FIRST-END such as 0:100-200");
            }
            String[] parts = text.split("[:-]", -1);
            ranges.put(
                    Integer.parseInt(parts[0]),
                    new TopicRange.Offsets(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return ranges;
    }

    private static long time(String option, @Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : EventTime.ofText(text);
        } catch (DateTimeException e) {
            ConfigException problem = problem(option, text, "ms since the epoch, or ISO-8601 such as 2018-07-25");
            problem.initCause(e);
            throw problem;
        }
    }

    private static ConfigException problem(String option, Object value, String expected) {
        return new ConfigException(List.of(Problems.line(option, value, expected)));
    }
}
