package dev.undercurrent.repartition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Holds Kafka Streams to its call before a commit; the driver commits after every record that it is given. */
class BundleStageTopologyTest {
    private static final int MOST = 64;
    private static final int PARTITIONS = 2;
    /** Between two ticks: of what is due at the same time any may come first. */
    private static final Instant BEGIN = Instant.ofEpochMilli(1);

    private static final Duration LONGEST = Duration.ofMillis(5);
    /** The default partitioner puts it apart from all others that are used here. */
    private static final String APART = "d";

    private final AtomicInteger arrived = new AtomicInteger();

    /** Forwards {@code key/timestamp/header/value} for each word of a line. */
    private static class Words extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> line) {
            say(line.value());
        }

        final void say(String line) {
            for (String word : line.split(" ")) {
                String[] parts = word.split("/");
                RecordHeaders headers = new RecordHeaders();
                if (!parts[2].isEmpty()) {
                    headers.add("trace", parts[2].getBytes(StandardCharsets.UTF_8));
                    headers.add("none", null);
                }
                context().forward(new Record<>(parts[0], parts[3], Long.parseLong(parts[1]), headers));
            }
        }
    }

    /** Forwards the words of a line at a time of its own, in ms, all of them before a commit. */
    private static final class Timed extends Words {
        private final Map<Integer, String> lines;

        Timed(Map<Integer, String> lines) {
            this.lines = lines;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            lines.forEach((millis, line) -> context.schedule(
                    Instant.ofEpochMilli(millis),
                    Duration.ofDays(1),
                    PunctuationType.WALL_CLOCK_TIME,
                    time -> say(line)));
        }
    }

    @Test
    void whatWasGatheredIsForwardedBeforeTheCommitAndComesOutAsItWentIn() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a/30/x/one a/10//two");

            assertThat(bundles(driver)).singleElement().satisfies(bundle -> {
                assertThat(bundle.key()).isEqualTo("a");
                assertThat(bundle.timestamp()).as("the newest").isEqualTo(30);
            });
            assertThat(out(driver)).containsExactly("a/30/trace=x none=/one", "a/10//two");
            assertThat(arrived).hasValue(2);
        }
    }

    @Test
    void recordsOfOnePartitionAloneTravelTogether() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a/1//one " + APART + "/2//two a/3//three");

            assertThat(bundles(driver)).extracting(TestRecord::key).containsExactly("a", APART);
            assertThat(out(driver)).containsExactly("a/1//one", "a/3//three", APART + "/2//two");
        }
    }

    @Test
    void aBundleThatIsFullDoesNotWaitAndTheOrderStays() {
        try (TopologyTestDriver driver = driver()) {
            String words = IntStream.range(0, 2 * MOST + 1)
                    .mapToObj(number -> "a/" + number + "//v" + number)
                    .collect(Collectors.joining(" "));
            pipe(driver, words);

            assertThat(bundles(driver))
                    .extracting(TestRecord::timestamp)
                    .containsExactly(MOST - 1L, 2 * MOST - 1L, 2L * MOST);
            assertThat(String.join(" ", out(driver))).isEqualTo(words);
        }
    }

    @Test
    void aBundleOfManyBytesIsFull() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a/1//" + "x".repeat(16 << 10) + " a/2//two");

            assertThat(bundles(driver)).extracting(TestRecord::timestamp).containsExactly(1L, 2L);
        }
    }

    @Test
    void aLargeRecordTravelsAlone() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a/1//one a/2//" + "x".repeat(16 << 10) + " a/3//three");

            assertThat(bundles(driver)).extracting(TestRecord::timestamp).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void nothingIsForwardedTwice() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a/1//one");
            pipe(driver, "a/2//two");

            assertThat(out(driver)).containsExactly("a/1//one", "a/2//two");
        }
    }

    @Test
    void whatHasWaitedForLongEnoughDoesNotWaitForTheCommit() {
        try (TopologyTestDriver driver =
                driver(within(), () -> new Timed(Map.of(3, "a/1//one a/2//two", 7, "a/3//three")))) {
            driver.advanceWallClockTime(Duration.ofMillis(7));

            assertThat(bundles(driver)).extracting(TestRecord::timestamp).containsExactly(2L, 3L);
        }
    }

    @Test
    void whatComesAloneDoesNotWait() {
        try (TopologyTestDriver driver = driver(within(), Words::new)) {
            pipe(driver, "a/1//one a/2//two a/3//three");
            driver.advanceWallClockTime(LONGEST);
            pipe(driver, "a/4//four a/5//five");
            driver.advanceWallClockTime(LONGEST);
            driver.advanceWallClockTime(LONGEST);
            pipe(driver, "a/6//six a/7//seven a/8//eight");

            assertThat(bundles(driver))
                    .as("before the first tick that saw none, and after it")
                    .extracting(TestRecord::timestamp)
                    .containsExactly(3L, 5L, 6L, 8L);
        }
    }

    @Test
    void bytesOfAnotherBuildAreRefusedAndSaidWhereTheyLie() {
        byte[] before = {2, 'a', 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 'v'}; // as it was written before bundles had a format
        byte[] cutOff = {0x55, 40, 'a'};
        Map<byte[], String> reasons = Map.of(
                before,
                "no bundle of this build",
                cutOff,
                "a bundle of other contents",
                new byte[0],
                "no bundle of this build");
        reasons.forEach((foreign, reason) -> {
            try (TopologyTestDriver driver = driver()) {
                TestInputTopic<String, byte[]> between =
                        driver.createInputTopic("between", new StringSerializer(), new ByteArraySerializer());

                assertThatThrownBy(() -> between.pipeInput("a", foreign))
                        .hasMessageContaining("topic=between, partition=0, offset=0")
                        .hasStackTraceContaining(reason + " (expected: what this build writes)");
                assertThat(out(driver)).isEmpty();
            }
        });
    }

    private TopologyTestDriver driver() {
        return driver(BundleStage.untilCommit("by-key", Serdes.String(), PARTITIONS), Words::new);
    }

    private static BundleStage<String> within() {
        return BundleStage.within(LONGEST, "by-key", Serdes.String(), PARTITIONS);
    }

    private TopologyTestDriver driver(
            BundleStage<String> stage, ProcessorSupplier<String, String, String, String> words) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(words, Named.as("words"))
                .process(stage, Named.as("bundle"))
                .to("between", Produced.with(Serdes.String(), Serdes.ByteArray()));
        builder.stream("between", Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .process(new UnbundleStage<>(Serdes.String(), arrived::incrementAndGet), Named.as("unbundle"))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bundles");
        return new TopologyTestDriver(builder.build(), properties, BEGIN);
    }

    private static void pipe(TopologyTestDriver driver, String line) {
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput("line", line);
    }

    private static List<TestRecord<String, byte[]>> bundles(TopologyTestDriver driver) {
        return driver.createOutputTopic("between", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static List<String> out(TopologyTestDriver driver) {
        return driver
                .createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> record.key() + "/" + record.timestamp() + "/" + headers(record) + "/" + record.value())
                .toList();
    }

    private static String headers(TestRecord<String, String> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + "="
                        + (header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)))
                .collect(Collectors.joining(" "));
    }
}
