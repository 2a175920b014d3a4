package dev.undercurrent.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
    private static final long TIME = 1_528_070_494_000L;

    @Test
    void readsSecondsAndMilliseconds() {
        assertThat(EventTimes.read(LongNode.valueOf(TIME))).hasValue(TIME);
        assertThat(EventTimes.read(LongNode.valueOf(TIME / 1000))).hasValue(TIME);
        assertThat(EventTimes.read(DoubleNode.valueOf(TIME / 1e3 + 0.25))).hasValue(TIME + 250);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-06-04T00:01:34Z",
                "2018-06-04T00:01:34",
                "2018-06-04 00:01:34.000",
                "2018-06-04T02:01:34+02:00",
                "2018-06-04 02:01:34+02:00"
            })
    void readsTexts(String text) {
        assertThat(EventTimes.read(TextNode.valueOf(text))).hasValue(TIME);
    }

    @Test
    void readsADateAsItsStart() {
        assertThat(EventTimes.read(TextNode.valueOf("2018-06-04"))).hasValue(TIME - 94_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "04.06.2018", "2018-06-04T25:00:00", "1528070494"})
    void readsNothingElse(String text) {
        assertThat(EventTimes.read(TextNode.valueOf(text))).isEmpty();
        assertThat(EventTimes.read(LongNode.valueOf(-1))).isEmpty();
        assertThat(EventTimes.read(DoubleNode.valueOf(1e15))).isEmpty();
        assertThat(EventTimes.read(BooleanNode.TRUE)).isEmpty();
    }
}
