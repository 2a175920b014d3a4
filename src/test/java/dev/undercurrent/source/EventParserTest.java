package dev.undercurrent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.EventFields.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
    private static final long NOW = 1_528_070_494_000L;
    private static final EventFields.Builder BUILDER = new EventFields.Builder();
    private static final int AMOUNT = BUILDER.add("/amount", Kind.NUMBER);
    private static final int ITEMS = BUILDER.add("/items", Kind.COUNT);
    private static final int ONLINE = BUILDER.add("/online", Kind.FLAG);
    private static final int CHANNEL = BUILDER.add("/card/channel", Kind.TEXT);
    private static final int ODD = BUILDER.add("/a~1b/m~0n", Kind.NUMBER);
    private static final int SECOND = BUILDER.add("/list/1/x", Kind.NUMBER);
    private static final int AMOUNT_TEXT = BUILDER.add("/amount", Kind.TEXT);
    private static final EventFields FIELDS = BUILDER.build();

    private final EventParser parser = new EventParser(source("/key", "/time", "/id"), FIELDS);

    @Test
    void takesDeclaredFieldsAndSkipsTheRest() {
        Event event = event("""
                {"skip":{"amount":7,"list":[1,[2]]},"key":"card-1","time":1528070494000,"id":17,"amount":12.5,"items":3,
                "online":true,"card":{"channel":"web","other":null},"a/b":{"m~n":-4},"list":[{"x":1},{"x":2},{"x":3}]}""");
        assertThat(event.id()).isEqualTo("17");
        assertThat(event.key()).isEqualTo("card-1");
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.number(AMOUNT)).isEqualTo(12.5);
        assertThat(event.text(AMOUNT_TEXT)).isEqualTo("12.5");
        assertThat(event.number(ITEMS)).isEqualTo(3);
        assertThat(event.number(ONLINE)).isEqualTo(1);
        assertThat(event.text(CHANNEL)).isEqualTo("web");
        assertThat(event.number(ODD)).isEqualTo(-4);
        assertThat(event.number(SECOND)).isEqualTo(2);
    }

    @Test
    void takesTheTopicForTheOneEntityWhereAskedTo() {
        Origin keyless = new Origin("payments", 0, 1, null, "{\"time\":1}".getBytes(StandardCharsets.UTF_8));

        Event event = accepted(new EventParser(source("topic", "/time", "/id"), FIELDS).parse(keyless, 0, NOW));

        assertThat(event.key()).isEqualTo("payments");
    }

    @Test
    void absentAndNullFieldsAreMissing() {
        Event event = event("{\"key\":1,\"time\":1,\"amount\":null,\"card\":{\"channel\":null},\"id\":null}");
        assertThat(event.number(AMOUNT)).isNaN();
        assertThat(event.number(ITEMS)).isNaN();
        assertThat(event.text(CHANNEL)).isEmpty();
        assertThat(event.id()).isEqualTo("payments-3-42");
    }

    @Test
    void ofADuplicateNameTheLastCounts() {
        Event event = event("{\"key\":\"a\",\"key\":\"b\",\"time\":1,\"amount\":1,\"amount\":2}");
        assertThat(event.key()).isEqualTo("b");
        assertThat(event.number(AMOUNT)).isEqualTo(2);
    }

    @Test
    void unpairedSurrogatesBecomeTheReplacementCharacter() {
        assertThat(event("{\"key\":\"a\\ud800\",\"time\":1}").key()).isEqualTo("a\uFFFD");
        assertThat(event("{\"key\":\"a\\ud83d\\ude00\",\"time\":1}").key()).isEqualTo("a\uD83D\uDE00");
    }

    @ParameterizedTest
    @CsvSource({
        "1528070494000, 1528070494000",
        "1528070494, 1528070494000",
        "1528070494.25, 1528070494250",
        "'\"2018-06-04T00:01:34Z\"', 1528070494000",
        "'\"2018-06-04T02:01:34.250+02:00\"', 1528070494250",
        "'\"2018-06-04T00:01:34\"', 1528070494000",
        "'\"2018-06-04 00:01:34\"', 1528070494000",
        "'\"2018-06-04\"', 1528070400000",
        "'\"2018-06-04 02:01:34+02\"', 1528070494000",
        "'\"2018-06-03T22:31:34.250-0130\"', 1528070494250",
        "'\"2018-06-04t00:01:34z\"', 1528070494000",
    })
    void readsTimesAsNumbersAndIso(String json, long millis) {
        assertThat(event("{\"key\":\"a\",\"time\":" + json + "}").time()).isEqualTo(millis);
    }

    @Test
    void takesKeyTimeAndIdFromTheRecord() {
        EventParser ofRecord = new EventParser(source("record", "record", "record"), FIELDS);
        Event event = accepted(ofRecord.parse(origin("card-9", "{}"), 77, NOW));
        assertThat(event.key()).isEqualTo("card-9");
        assertThat(event.time()).isEqualTo(77);
        assertThat(event.id()).isEqualTo("payments-3-42");
        assertRejected(
                ofRecord.parse(new Origin("payments", 3, 42, null, bytes("{}")), 77, NOW),
                Reason.MISSING_KEY,
                "record: missing (expected: the key)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"key":"a","time":1            | INVALID_JSON      | value: invalid JSON at byte 19
                    {"key":"a","time":1}{}         | INVALID_JSON      | value: more than one JSON object (expected: one)
                    {"key":"a","time":1} x         | INVALID_JSON      | value: invalid JSON at byte 22
                    [1]                            | INVALID_JSON      | value: no object (expected: one JSON object)
                    {"key":"a","time":1,"z":NaN}   | INVALID_JSON      | value: invalid JSON at byte 27
                    {"key":"a","time":1,"amount":"1"}   | WRONG_TYPE   | /amount: a string (expected: a number or boolean)
                    {"key":"a","time":1,"amount":{}}    | WRONG_TYPE   | /amount: an object (expected: a number or boolean)
                    {"key":"a","time":1,"items":1.5}    | WRONG_TYPE   | /items: a number (expected: a non-negative whole number)
                    {"key":"a","time":1,"items":-1}     | WRONG_TYPE   | /items: a number (expected: a non-negative whole number)
                    {"key":"a","time":1,"items":true}   | WRONG_TYPE   | /items: a boolean (expected: a non-negative whole number)
                    {"key":"a","time":1,"online":2}     | WRONG_TYPE   | /online: a number (expected: 0, 1 or a boolean)
                    {"key":["a"],"time":1}              | WRONG_TYPE   | /key: an array (expected: a text)
                    {"key":"a","time":"soon"}           | WRONG_TYPE   | /time: a string (expected: ms or s since the epoch, or ISO-8601)
                    {"key":"a","time":"2018-02-30T10:00:00Z"} | WRONG_TYPE | /time: a string (expected: ms or s since the epoch, or ISO-8601)
                    {"key":"a","time":"2018-02-03T24:00:00Z"} | WRONG_TYPE | /time: a string (expected: ms or s since the epoch, or ISO-8601)
                    {"key":"a","time":"+999999999-01-01"} | WRONG_TYPE | /time: a string (expected: ms or s since the epoch, or ISO-8601)
                    {"key":"a","time":1,"amount":1e308} | NOT_FINITE   | /amount: beyond the range (expected: a magnitude up to 1e30)
                    {"key":"a","time":1,"amount":-1e999} | NOT_FINITE  | /amount: beyond the range (expected: a magnitude up to 1e30)
                    {"key":"a","time":1e308}            | NOT_FINITE   | /time: beyond the range (expected: a time)
                    {"key":"","time":1}                 | MISSING_KEY  | /key: missing (expected: the key)
                    {"key":"a"}                         | MISSING_TIME | /time: missing (expected: the event time)
                    {"key":"a","time":null}             | MISSING_TIME | /time: missing (expected: the event time)
                    {"key":"a","time":-1}               | TIME_OUT_OF_RANGE | /time: -1000 ms (expected: from 1970 to PT1H from now)
                    {"key":"a","time":1528074094001}    | TIME_OUT_OF_RANGE | /time: 1528074094001 ms (expected: from 1970 to PT1H from now)
                    """)
    void saysWhyARecordIsNoEvent(String json, Reason reason, String detail) {
        assertRejected(parse(json), reason, detail);
    }

    @Test
    void anEventUpToTheBoundAheadIsTaken() {
        assertThat(event("{\"key\":\"a\",\"time\":1528074094000}").time()).isEqualTo(NOW + 3_600_000);
    }

    @Test
    void emptyNullAndTooLargeValuesAreRejected() {
        assertRejected(parser.parse(new Origin("t", 0, 0, null, null), 0, NOW), Reason.EMPTY, "value: null");
        assertRejected(parse(""), Reason.EMPTY, "value: empty");
        byte[] large = new byte[10 << 20];
        assertRejected(
                parser.parse(new Origin("t", 0, 0, null, large), 0, NOW),
                Reason.TOO_LARGE,
                "value: 10485760 bytes (expected: up to 1000000)");
    }

    /** What is made of an event has to fit brokers' records, and carries them all. */
    @Test
    void longKeysIdsAndTextsAreRejected() {
        String most = "a".repeat(RecordLimits.TEXT);
        String json = "{\"key\":\"%s\",\"time\":1,\"id\":\"%s\",\"card\":{\"channel\":\"%s\"},\"other\":\"%s\"}";
        assertThat(event(json.formatted(most, most, most, most + "a")).id()).isEqualTo(most);
        String detail = ": 8193 characters (expected: up to 8192)";
        assertRejected(parse(json.formatted(most + "a", most, most, "")), Reason.TOO_LARGE, "/key" + detail);
        assertRejected(parse(json.formatted(most, most + "a", most, "")), Reason.TOO_LARGE, "/id" + detail);
        assertRejected(parse(json.formatted(most, most, most + "a", "")), Reason.TOO_LARGE, "/card/channel" + detail);
        byte[] key = (most + "a").getBytes(StandardCharsets.UTF_8);
        Origin keyed = new Origin("t", 0, 0, key, "{\"time\":1}".getBytes(StandardCharsets.UTF_8));
        EventParser byRecord = new EventParser(source("record", "/time", "/id"), FIELDS);
        assertRejected(byRecord.parse(keyed, 0, NOW), Reason.TOO_LARGE, "record" + detail);
    }

    @Test
    void deepNestingIsRejectedWhereverItStands() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        for (String json : new String[] {"{\"x\":" + deep + "}", "{\"list\":" + deep + "}", "{\"key\":" + deep + "}"}) {
            assertThat(((Outcome.Rejected<Event>) parse(json)).letter().reason())
                    .isEqualTo(Reason.INVALID_JSON);
        }
    }

    @Test
    void noBytesMakeItThrowAndTheNextRecordIsReadAsIfTheyHadNotBeen() {
        byte[] good =
                bytes("{\"key\":\"card-1\",\"time\":1528070494,\"amount\":1.5e3,\"card\":{\"channel\":\"w\\u00e9b\"},"
                        + "\"list\":[{\"x\":1},{\"x\":2e0}]}");
        Random random = new Random(7);
        int rejected = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] mutant = Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(good.length) : good.length);
            for (int change = random.nextInt(4); change >= 0 && mutant.length > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            if (parser.parse(new Origin("t", 0, 0, null, mutant), 0, NOW) instanceof Outcome.Rejected) {
                rejected++;
            }
        }
        assertThat(rejected).isBetween(1_000, 4_999);
        assertThat(event(new String(good, StandardCharsets.UTF_8)).number(AMOUNT))
                .isEqualTo(1500);
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(8);
        for (int round = 0; round < 5_000; round++) {
            byte[] value = new byte[1 + random.nextInt(64)];
            random.nextBytes(value);
            value[0] = (byte) (round % 2 == 0 ? '{' : value[0]);
            assertThat(parser.parse(new Origin("t", 0, 0, null, value), 0, NOW)).isInstanceOf(Outcome.Rejected.class);
        }
    }

    private Event event(String json) {
        return accepted(parse(json));
    }

    private Outcome<Event> parse(String json) {
        return parser.parse(origin("k", json), 5, NOW);
    }

    private static Event accepted(Outcome<Event> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted<Event>) outcome).value();
    }

    private static void assertRejected(Outcome<Event> outcome, Reason reason, String detail) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        DeadLetter letter = ((Outcome.Rejected<Event>) outcome).letter();
        assertThat(letter.reason() + " " + letter.detail()).isEqualTo(reason + " " + detail);
    }

    private static Origin origin(String key, String json) {
        return new Origin("payments", 3, 42, bytes(key), bytes(json));
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static SourceConfig source(String key, String time, String id) {
        return new SourceConfig(
                "payments",
                SourceConfig.Format.JSON,
                key,
                time,
                id,
                true,
                1,
                "earliest",
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                1_000_000);
    }
}
