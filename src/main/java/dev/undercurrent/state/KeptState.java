package dev.undercurrent.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the models topic says of the state that a topology keeps. Immutable.
 *
 * @param resetAt when the topology was last reset, ms since the epoch; {@link #NEVER} if it was not
 * @param isResetting whether a reset has begun and not ended: then some of it is gone and the rest would be added to
 * @param layout how its rows lie; none from a reset to the next start
 */
record KeptState(long resetAt, boolean isResetting, StateLayout layout) {
    /** The time of no reset. */
    static final long NEVER = 0;

    /** That of a topology that never ran. */
    static final KeptState NONE = new KeptState(NEVER, false, StateLayout.NONE);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RESET_AT = "resetAt";
    private static final String RESETTING = "resetting";
    private static final String LAYOUT = "layout";

    /** What is kept while a reset is at it. */
    KeptState resetting() {
        return new KeptState(resetAt, true, layout);
    }

    /** What is kept after a reset. */
    static KeptState reset(long at) {
        return new KeptState(at, false, StateLayout.NONE);
    }

    /** One JSON object in UTF-8. */
    byte[] toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put(RESET_AT, resetAt).put(RESETTING, isResetting);
        json.set(LAYOUT, layout.toJson());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What {@link #toJson} wrote; empty if it is something else. */
    static Optional<KeptState> ofJson(byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            JsonNode resetAt = node.path(RESET_AT);
            return resetAt.isIntegralNumber()
                    ? StateLayout.ofJson(node.path(LAYOUT))
                            .map(layout -> new KeptState(
                                    resetAt.longValue(), node.path(RESETTING).asBoolean(), layout))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
