package dev.undercurrent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.DeadLetter.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictJsonTest {
    @Test
    void readsWhatItWrites() {
        Verdict verdict = new Verdict("p-17", Verdict.Answer.EXPECTED, 1_528_070_494_000L, Map.of("terminal", "3412"));
        byte[] json = VerdictJson.write(verdict);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"p-17\",\"verdict\":\"expected\",\"time\":1528070494000,\"keys\":{\"terminal\":\"3412\"}}");
        assertThat(VerdictJson.parse(origin("x", json), 1)).isEqualTo(new Outcome.Accepted<>(verdict));
    }

    @Test
    void takesIdAndTimeFromTheRecordWhereTheyAreAbsent() {
        byte[] json = "{\"verdict\":\"true\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(VerdictJson.parse(origin("p-1", json), 99))
                .isEqualTo(new Outcome.Accepted<>(new Verdict("p-1", Verdict.Answer.TRUE, 99, Map.of())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"verdict":"maybe"}            | WRONG_TYPE        | verdict: no verdict (expected: true, false or expected)
                    {"verdict":"true","time":-5}   | TIME_OUT_OF_RANGE | time: before 1970, after 9999 or no time (expected: ms, or ISO-8601)
                    {"verdict":"true","time":"x"}  | TIME_OUT_OF_RANGE | time: before 1970, after 9999 or no time (expected: ms, or ISO-8601)
                    {"verdict":"true","time":1768513159436000} | TIME_OUT_OF_RANGE | time: before 1970, after 9999 or no time (expected: ms, or ISO-8601)
                    {"verdict":"true","time":1e400} | TIME_OUT_OF_RANGE | time: before 1970, after 9999 or no time (expected: ms, or ISO-8601)
                    {"verdict":"true","time":{}}   | WRONG_TYPE        | time: no time (expected: ms, or ISO-8601)
                    {"verdict":"true"} {}          | INVALID_JSON      | value: invalid JSON
                    {"verdict":                    | INVALID_JSON      | value: invalid JSON
                    7                              | INVALID_JSON      | value: no object (expected: one JSON object)
                    {"id":"","verdict":"true"}     | MISSING_KEY       | id: missing (expected: the unit's id)
                    """)
    void saysWhyARecordIsNoVerdict(String json, Reason reason, String detail) {
        Origin origin = origin("p-1", json.getBytes(StandardCharsets.UTF_8));
        assertThat(VerdictJson.parse(origin, 99))
                .isEqualTo(new Outcome.Rejected<>(new DeadLetter(origin, reason, detail)));
    }

    @Test
    void longIdsAreRejected() {
        byte[] json = "{\"verdict\":\"true\"}".getBytes(StandardCharsets.UTF_8);
        Origin origin = origin("i".repeat(RecordLimits.TEXT + 1), json);
        assertThat(VerdictJson.parse(origin, 99))
                .isEqualTo(new Outcome.Rejected<>(
                        new DeadLetter(origin, Reason.TOO_LARGE, "id: 8193 characters (expected: up to 8192)")));
    }

    private static Origin origin(String key, byte[] value) {
        return new Origin("feedback", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
    }
}
