package dev.undercurrent.publish;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Value;
import dev.undercurrent.threshold.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads back what {@link RecordWriter} wrote; fields it does not know are passed over. Thread-safe. */
public final class RecordReader {
    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IllegalArgumentException if it is no score record */
    public ScoreRecord score(byte[] value) {
        JsonNode json = parse(value, "score record");
        Score score = new Score(
                required(json, "model").intValue(),
                required(json, "stage").textValue().equals("model") ? Stage.MODEL : Stage.BASELINE,
                number(json, "score"),
                number(json, "surprise"),
                number(json, "reconstruction"),
                number(json, "kl"),
                number(json, "tailProbability"),
                reasons(required(json, "reasons")),
                number(json, "otherReasons"),
                latent(json));
        return new ScoreRecord(
                text(json, "id"),
                text(json, "key"),
                required(json, "time").longValue(),
                required(json, "scoredAt").longValue(),
                text(json, "topology"),
                json.path("late").booleanValue(),
                score,
                new Verdict(number(json, "risk"), required(json, "anomaly").booleanValue()),
                input(json.path("input")));
    }

    /** @throws IllegalArgumentException if it is no latent code */
    public LatentCode latentCode(byte[] value) {
        JsonNode json = parse(value, "latent code");
        return new LatentCode(
                text(json, "id"),
                text(json, "key"),
                required(json, "time").longValue(),
                text(json, "topology"),
                required(json, "model").intValue(),
                latent(json));
    }

    /** @throws IllegalArgumentException if it is no lifecycle event */
    public LifecycleEvent lifecycleEvent(byte[] value) {
        JsonNode json = parse(value, "lifecycle event");
        Map<String, Double> metrics = new LinkedHashMap<>();
        required(json, "metrics").properties().forEach(entry -> metrics.put(entry.getKey(), number(entry.getValue())));
        return new LifecycleEvent(
                LifecycleEvent.Type.of(text(json, "type")),
                text(json, "topology"),
                text(json, "segment"),
                required(json, "version").intValue(),
                text(json, "reason"),
                required(json, "time").longValue(),
                metrics);
    }

    private static JsonNode parse(byte[] value, String what) {
        try {
            JsonNode json = JSON.readTree(value);
            if (json.isObject()) {
                return json;
            }
            throw new IllegalArgumentException(what + ": " + json.getNodeType() + " (expected: a JSON object)");
        } catch (JacksonException e) {
            throw new IllegalArgumentException(what + ": " + e.getOriginalMessage() + " (expected: a JSON object)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": unreadable (expected: a JSON object)", e);
        }
    }

    private static List<Reason> reasons(JsonNode json) {
        List<Reason> reasons = new ArrayList<>(json.size());
        for (JsonNode reason : json) {
            reasons.add(new Reason(
                    text(reason, "feature"),
                    value(reason.path("actual")),
                    value(reason.path("expected")),
                    number(reason.path("low")),
                    number(reason.path("high")),
                    number(reason, "surprise")));
        }
        return reasons;
    }

    private static Latent latent(JsonNode json) {
        JsonNode latent = required(json, "latent");
        return new Latent(floats(required(latent, "mean")), floats(required(latent, "std")));
    }

    private static float[] floats(JsonNode json) {
        float[] floats = new float[json.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) number(json.get(i));
        }
        return floats;
    }

    private static Input input(JsonNode json) {
        if (!json.isObject()) {
            return Input.NONE;
        }
        Map<String, Value> values = new LinkedHashMap<>();
        json.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return Input.of(values);
    }

    private static Value value(JsonNode json) {
        return json.isTextual() ? Value.of(json.textValue()) : Value.of(number(json));
    }

    private static String text(JsonNode json, String field) {
        return required(json, field).asText();
    }

    private static double number(JsonNode json, String field) {
        return number(required(json, field));
    }

    private static double number(JsonNode json) {
        return json.isNumber() ? json.doubleValue() : Double.NaN;
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            throw new IllegalArgumentException(field + ": missing (expected: a record that Undercurrent wrote)");
        }
        return value;
    }
}
