package dev.undercurrent.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.FileLine;
import dev.undercurrent.ingest.FileLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Writes a topology for a sample of records. */
public final class TopologyInference {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TopologyInference() {}

    /**
     * The YAML of a topology that scores the file's records, with a reason beside each guess.
     *
     * @param file CSV or JSON lines, plain or gzip
     * @throws ConfigException if the file cannot be read or holds no record
     */
    public static String ofFile(Path file) {
        try (Stream<FileLine> lines = FileLines.stream(file)) {
            Sample sample = Sample.of(lines.map(FileLine::value).iterator());
            return draft(stem(file), sample, String.valueOf(file.getFileName()), true);
        }
    }

    /**
     * The YAML of a topology that scores a topic's records.
     *
     * @param values of some of its records; those that are no JSON objects are passed over
     * @throws ConfigException if none is a JSON object
     */
    public static String ofTopic(String topic, Iterator<byte[]> values) {
        Iterable<byte[]> all = () -> values;
        Stream<byte[]> stream = StreamSupport.stream(all.spliterator(), false);
        return draft(topic, Sample.of(stream.flatMap(TopologyInference::parsed).iterator()), "topic " + topic, false);
    }

    /** A file's name as that of a topology: {@code smd-machine-1} for {@code SMD_machine_1.csv.gz}. */
    public static String name(Path file) {
        String name = stem(file).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String trimmed = name.replaceAll("^-|-$", "");
        return trimmed.isEmpty() ? "topology" : trimmed;
    }

    private static String draft(String topic, Sample sample, String origin, boolean fromFile) {
        if (sample.rows() == 0) {
            throw new ConfigException(List.of(Problems.line(origin, "no record", "JSON objects or rows of CSV")));
        }
        return new TopologyDraft(sample, topic, origin, fromFile).write();
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName())
                .replaceFirst("(?i)\\.gz$", "")
                .replaceFirst("(?i)\\.(csv|tsv|txt|json|jsonl|ndjson)$", "")
                .replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() ? "records" : name;
    }

    private static Stream<ObjectNode> parsed(byte[] value) {
        try {
            return JSON.readTree(value) instanceof ObjectNode object ? Stream.of(object) : Stream.empty();
        } catch (JsonProcessingException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }
}
