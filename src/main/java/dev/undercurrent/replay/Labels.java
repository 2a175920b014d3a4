package dev.undercurrent.replay;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.ingest.FileLine;
import dev.undercurrent.ingest.FileLines;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where labels come from: a field of the record, a file of ids and labels, or verdicts. */
public final class Labels {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final Set<String> NORMAL = Set.of("", "0", "false", "no", "normal", "none", "benign");

    private Labels() {}

    /**
     * A field of the record.
     *
     * @param field a JSON pointer, or the name of a column
     * @throws ConfigException if the topology reads that field
     */
    public static Truth ofField(String field, LoadedTopology topology) {
        String pointer = pointer(field);
        for (EventFields.Field read : topology.plan().fields().list()) {
            refuse(pointer, read.pointer());
        }
        SourceConfig source = topology.config().source();
        List.of(source.key(), source.time(), source.id()).forEach(read -> refuse(pointer, read));
        JsonPointer at = JsonPointer.compile(pointer);
        return (event, value) -> {
            try {
                return value == null ? -1 : label(JSON.readTree(value).at(at));
            } catch (IOException e) {
                throw new IllegalStateException("a record that was parsed before", e);
            }
        };
    }

    private static void refuse(String label, String read) {
        if (label.equals(read) || label.startsWith(read + "/") || read.startsWith(label + "/")) {
            throw new ConfigException(List.of(
                    Problems.line("label", label, "a field that the topology does not read; leave it out there")));
        }
    }

    /**
     * A file of CSV or JSON lines. A line's id stands at {@code id} or where the source has it.
     *
     * @param field of the label, a JSON pointer or the name of a column
     * @throws ConfigException if a line lacks id or label
     */
    public static Truth ofFile(Path file, String field, SourceConfig source) {
        JsonPointer at = JsonPointer.compile(pointer(field));
        boolean own = !source.id().equals(SourceConfig.RECORD);
        JsonPointer idAt = JsonPointer.compile(own ? source.id() : "/id");
        Map<String, Byte> labels = new HashMap<>();
        try (FileLines lines = FileLines.open(file)) {
            while (lines.hasNext()) {
                FileLine line = lines.next();
                JsonNode id = line.value().has("id")
                        ? line.value().path("id")
                        : line.value().at(idAt);
                if (!id.isValueNode() || line.value().at(at).isMissingNode()) {
                    throw new ConfigException(List.of(Problems.line(
                            file + ":" + line.number(), "no id or no " + field, "an id and a label in each line")));
                }
                labels.put(id.asText(), (byte) label(line.value().at(at)));
            }
        }
        return ofIds(labels);
    }

    /**
     * What analysts said: {@code true} is anomalous, {@code false} and {@code expected} are not; the last one counts.
     */
    public static Truth ofVerdicts(List<Verdict> verdicts) {
        Map<String, Byte> labels = new HashMap<>();
        for (Verdict verdict : verdicts) {
            labels.put(verdict.id(), (byte) (verdict.answer() == Verdict.Answer.TRUE ? 1 : 0));
        }
        return ofIds(labels);
    }

    private static Truth ofIds(Map<String, Byte> labels) {
        return (event, value) -> labels.getOrDefault(event.id(), (byte) -1);
    }

    private static String pointer(String field) {
        return field.startsWith("/") ? field : "/" + field;
    }

    /** A number but 0, {@code true}, or the name of an anomaly is positive; nothing there is unlabelled. */
    static int label(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return -1;
        }
        if (node.isTextual()) {
            return NORMAL.contains(node.textValue().strip().toLowerCase(Locale.ROOT)) ? 0 : 1;
        }
        return node.asDouble() != 0 ? 1 : 0;
    }
}
