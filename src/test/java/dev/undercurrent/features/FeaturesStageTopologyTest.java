package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.EventFields.Kind;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeaturesStageTopologyTest {
    private static final Instant NOW = Instant.parse("2018-06-04T00:00:00Z");

    private final List<Record<String, Outcome<WindowedEvent>>> output = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private TopologyTestDriver driver;

    @SuppressWarnings("NullAway.Init")
    private TestInputTopic<byte[], byte[]> input;

    @BeforeEach
    void start() {
        SourceConfig source = new SourceConfig(
                "payments",
                SourceConfig.Format.JSON,
                "/card",
                "/time",
                "record",
                true,
                1,
                "earliest",
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                100);
        EventFields.Builder fields = new EventFields.Builder();
        fields.add("/amount", Kind.NUMBER);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("payments", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(new FeaturesStage(source, fields.build(), 3, true), Named.as("features"))
                .process(() -> new ContextualProcessor<String, Outcome<WindowedEvent>, Void, Void>() {
                    @Override
                    public void process(Record<String, Outcome<WindowedEvent>> record) {
                        output.add(record);
                    }
                });
        driver = new TopologyTestDriver(builder.build(), new Properties(), NOW);
        input = driver.createInputTopic("payments", new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void keyAndTimestampBecomeTheEventsAndHeadersStay() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", bytes("t1"));
        byte[] value = bytes("{\"card\":\"c1\",\"time\":1528070000000,\"amount\":5}");
        input.pipeInput(new TestRecord<>(bytes("k"), value, headers, NOW));
        assertThat(output).hasSize(1);
        Record<String, Outcome<WindowedEvent>> record = output.get(0);
        assertThat(record.key()).isEqualTo("c1");
        assertThat(record.timestamp()).isEqualTo(1_528_070_000_000L);
        assertThat(record.headers().lastHeader("trace").value()).isEqualTo(bytes("t1"));
        WindowedEvent windowed = ((Outcome.Accepted<WindowedEvent>) record.value()).value();
        Event event = windowed.event();
        assertThat(event.id()).isEqualTo("payments-0-0");
        assertThat(event.number(0)).isEqualTo(5);
        assertThat(windowed.values()).containsExactly(Double.NaN, Double.NaN, Double.NaN);
        assertThat(windowed.origin())
                .isNotNull()
                .extracting(DeadLetter.Origin::value)
                .isEqualTo(value);
    }

    @Test
    void whatIsNoEventIsRejectedWithItsBytesUntouched() {
        byte[] value = bytes("{\"card\":");
        input.pipeInput(bytes("k"), bytes("{}"), 7);
        input.pipeInput(bytes("k"), value, 8);
        input.pipeInput(null, null, 9);
        // an hour and a millisecond ahead of the driver's wall clock
        input.pipeInput(bytes("k"), bytes("{\"card\":\"c\",\"time\":1528074000001}"), 10);
        input.pipeInput(bytes("k"), new byte[101], 11);
        List<DeadLetter> letters = output.stream()
                .map(record -> ((Outcome.Rejected<WindowedEvent>) record.value()).letter())
                .toList();
        assertThat(letters.stream().map(DeadLetter::reason))
                .containsExactly(
                        DeadLetter.Reason.MISSING_KEY,
                        DeadLetter.Reason.INVALID_JSON,
                        DeadLetter.Reason.EMPTY,
                        DeadLetter.Reason.TIME_OUT_OF_RANGE,
                        DeadLetter.Reason.TOO_LARGE);
        DeadLetter.Origin origin = letters.get(1).origin();
        assertThat(origin.topic()).isEqualTo("payments");
        assertThat(origin.partition()).isZero();
        assertThat(origin.offset()).isEqualTo(1);
        assertThat(origin.key()).isEqualTo(bytes("k"));
        assertThat(origin.value()).isEqualTo(value);
        assertThat(output.get(1).timestamp()).isEqualTo(8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
