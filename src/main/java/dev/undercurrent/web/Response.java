package dev.undercurrent.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/**
 * One answer. Immutable.
 *
 * @param status the HTTP status
 * @param type the content's type
 * @param text the content
 */
public record Response(int status, String type, String text) {
    static final int OK = 200;
    static final int UNAVAILABLE = 503;

    private static final String JSON = "application/json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** An answer of one object, its fields in the map's order. */
    static Response json(int status, Map<String, ?> fields) {
        try {
            return new Response(status, JSON, MAPPER.writeValueAsString(fields) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("response: not writable as JSON", e);
        }
    }
}
