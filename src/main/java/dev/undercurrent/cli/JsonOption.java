package dev.undercurrent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --json}: a mixin of every command whose result a person would read as a table. */
final class JsonOption {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(names = "--json", description = "Print the result as one JSON object on one line.")
    private boolean json;

    boolean isOn() {
        return json;
    }

    /**
     * Prints a map, record or list as JSON on one line.
     *
     * @throws IllegalArgumentException if Jackson cannot write it
     */
    static void print(PrintWriter out, Object result) {
        try {
            out.println(MAPPER.writeValueAsString(result));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "result: " + result.getClass() + " (expected: a value Jackson writes)", e);
        }
    }
}
