package dev.undercurrent.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.source.SourceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Files as the records that a source's topic would hold. */
public final class RecordFiles {
    /** In which order a file's records go. */
    public enum Order {
        /** By event time; the file's order among equal times. The whole file is held in memory. */
        TIME,
        /** As the rows stand. */
        FILE
    }

    private final Path file;
    private final SourceConfig source;

    private RecordFiles(Path file, SourceConfig source) {
        this.file = file;
        this.source = source;
    }

    /**
     * The records of a CSV or JSON lines file, plain or gzip. Close the stream to close the file.
     *
     * @throws ConfigException now or while the stream is read, with file and line, if the file cannot be read, a line
     *     is broken, or has no time where the source declares one
     */
    public static Stream<FileRecord> read(Path file, SourceConfig source, Order order) {
        RecordFiles files = new RecordFiles(file, source);
        if (order == Order.FILE || source.time().equals(SourceConfig.RECORD)) {
            return FileLines.stream(file).map(files.records());
        }
        try (Stream<FileRecord> records = FileLines.stream(file).map(files.records())) {
            List<FileRecord> sorted = records.collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            sorted.sort(Comparator.comparingLong(FileRecord::time));
            return sorted.stream();
        }
    }

    private Function<FileLine, FileRecord> records() {
        boolean hasKey = source.key().charAt(0) == '/';
        boolean hasTime = !source.time().equals(SourceConfig.RECORD);
        JsonPointer keyAt = JsonPointer.compile(hasKey ? source.key() : "");
        JsonPointer timeAt = JsonPointer.compile(hasTime ? source.time() : "");
        return line -> {
            JsonNode key = line.value().at(keyAt);
            return new FileRecord(
                    line.json(),
                    hasKey ? text(key) : source.topic(),
                    hasTime ? time(line, timeAt) : FileRecord.NO_TIME,
                    line.number());
        };
    }

    private static String text(JsonNode key) {
        return key.isValueNode() && !key.isNull() ? key.asText() : "";
    }

    private long time(FileLine line, JsonPointer pointer) {
        OptionalLong time = EventTimes.read(line.value().at(pointer));
        return time.orElseThrow(() -> FileLines.problem(
                file + ":" + line.number(),
                "no time at " + source.time(),
                "ms or s since the epoch, or ISO-8601 such as 2026-01-31T12:00:00Z"));
    }
}
