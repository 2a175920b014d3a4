package dev.undercurrent.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; empty lines are skipped. */
final class JsonLines implements FileLines.Format {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final BufferedReader reader;
    private long number;

    JsonLines(BufferedReader reader) {
        this.reader = reader;
    }

    @Override
    public @Nullable FileLine next() throws IOException {
        String line;
        do {
            line = reader.readLine();
            number++;
        } while (line != null && line.isBlank());
        return line == null ? null : parsed(number, line);
    }

    private static FileLine parsed(long number, String line) {
        try {
            if (JSON.readTree(line) instanceof ObjectNode object) {
                return new FileLine(number, line.getBytes(StandardCharsets.UTF_8), object);
            }
            throw new LineException("no JSON object");
        } catch (JsonProcessingException e) {
            throw new LineException("broken JSON at column "
                    + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
    }

    @Override
    public long number() {
        return number;
    }
}
