package dev.undercurrent.replay;

import dev.undercurrent.ingest.FileRecord;
import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file as one partition of the source topic would hold it: offsets count its rows in the order of the replay. Where
 * the source takes the record's own time, rows are a second apart. Not thread-safe.
 */
public final class FileInput implements SourceInput {
    private static final long SECOND = 1000;

    private final String name;
    private final String topic;
    private final Iterator<FileRecord> records;
    private final long size;
    private final long warmup;
    private long offset;

    private FileInput(Path file, SourceConfig source, List<FileRecord> records, long warmup) {
        this.name = String.valueOf(file.getFileName());
        this.topic = source.topic();
        this.records = records.iterator();
        this.size = records.size();
        this.warmup = warmup;
    }

    /** Reads a file whole; it is held in memory. */
    public static FileInput open(Path file, SourceConfig source, RecordFiles.Order order) {
        return new FileInput(file, source, read(file, source, order), 0);
    }

    /**
     * As {@link #open}, but the first rows of each key come before all others, for a replay in which they only train:
     * series that begin at different times share one model. Within a key the order stays.
     *
     * @param rows of each key that train
     */
    public static FileInput keysFirst(Path file, SourceConfig source, RecordFiles.Order order, WarmupRows rows) {
        List<FileRecord> first = new ArrayList<>();
        List<FileRecord> rest = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (FileRecord record : read(file, source, order)) {
            boolean trains = seen.merge(record.key(), 1, Integer::sum) <= rows.of(record.key());
            (trains ? first : rest).add(record);
        }
        long warmup = first.size();
        first.addAll(rest);
        return new FileInput(file, source, first, warmup);
    }

    private static List<FileRecord> read(Path file, SourceConfig source, RecordFiles.Order order) {
        try (Stream<FileRecord> records = RecordFiles.read(file, source, order)) {
            return records.collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
    }

    /** Rows that {@link #keysFirst} put first. */
    public long warmup() {
        return warmup;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public SourceRecord next() {
        FileRecord next = records.next();
        byte[] key = next.key().isEmpty() ? null : next.key().getBytes(StandardCharsets.UTF_8);
        long time = next.time() == FileRecord.NO_TIME ? offset * SECOND : next.time();
        return new SourceRecord(new Origin(topic, 0, offset++, key, next.value()), time);
    }

    @Override
    public void close() {
        // was read whole
    }
}
