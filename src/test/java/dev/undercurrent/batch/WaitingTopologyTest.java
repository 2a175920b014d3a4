package dev.undercurrent.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.score.Vectors;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.junit.jupiter.api.Test;

/** Holds Kafka Streams to its call before a commit; the driver commits after every record. */
class WaitingTopologyTest {
    private static final FeatureVectorSerde VECTORS = new FeatureVectorSerde();

    @Test
    void whatWaitsAtACommitIsInTheChangelog() {
        StreamsBuilder builder = new StreamsBuilder();
        BatchConfig two = new BatchConfig(2, Duration.ofSeconds(1));
        builder.stream("in", Consumed.with(Serdes.String(), VECTORS))
                .process(new BatchStage(two, VECTORS, new Meters("payments")), Named.as("batch"));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "waiting");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
            TestInputTopic<String, FeatureVector> input =
                    driver.createInputTopic("in", new StringSerializer(), VECTORS.serializer());
            TestOutputTopic<Integer, byte[]> changelog = driver.createOutputTopic(
                    "waiting-batch-changelog", new IntegerDeserializer(), new ByteArrayDeserializer());

            IntStream.range(0, 3).forEach(number -> input.pipeInput("key", Vectors.of(number, 7.5, 1, 0, "card")));

            assertThat(changelog.readKeyValuesToList())
                    .as("the first waits, goes with the second, the third waits")
                    .satisfiesExactly(
                            first -> assertThat(first.value).isNotNull(),
                            gone -> assertThat(gone.value).isNull(),
                            third -> assertThat(third.value).isNotNull())
                    .extracting(slot -> slot.key)
                    .containsOnly(0);
        }
    }
}
