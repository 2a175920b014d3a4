package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.BinaryWriter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerdesTest {
    @Test
    void aWindowedEventComesBackWhole() {
        Event event = new Event("id", "kéy", 123, new double[] {1.5, Double.NaN, 7}, new String[] {"", "web", ""});
        Origin origin = new Origin("t", 3, 1L << 40, null, new byte[] {1, 2});
        WindowedEvent windowed = new WindowedEvent(event, new double[] {0.1, Double.NaN, -0.0}, true, origin);
        WindowedEvent read = roundTrip(windowed);
        assertThat(read.event())
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(event);
        assertThat(read.values()).containsExactly(windowed.values());
        assertThat(read.isLate()).isTrue();
        assertThat(read.origin())
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(origin);
        assertThat(roundTrip(new WindowedEvent(event, new double[0], false, null))
                        .origin())
                .isNull();
    }

    private static WindowedEvent roundTrip(WindowedEvent windowed) {
        WindowedEventSerde serde = new WindowedEventSerde();
        return serde.deserializer().deserialize("", serde.serializer().serialize("", windowed));
    }

    @Test
    void aFeatureVectorComesBackWholeWithItsHistory() {
        Row row = new Row(9, new double[] {0.1, Double.NaN}, new String[] {"", "web"});
        Row before = new Row(8, new double[] {1.0 / 3, Double.NaN}, new String[] {"", ""});
        FeatureVector vector = new FeatureVector("id", "key", true, row, List.of(before, row));
        FeatureVectorSerde serde = new FeatureVectorSerde();
        assertThat(serde.deserializer().deserialize("", serde.serializer().serialize("", vector)))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(vector);
    }

    @Test
    void noRowIsLargerThanTheLargestOfItsSchema() {
        FeatureSchema schema = new FeatureSchema(List.of(
                Feature.aggregate("n", FeatureType.NUMBER),
                new Feature("text", FeatureType.CATEGORY, Transform.NONE, false, Likelihood.AUTO, Duration.ZERO)));
        FeatureExtractor extractor = new FeatureExtractor(schema, new int[] {0, 1});
        Event event = new Event("id", "key", 1, new double[] {0.1, 0.2}, new String[] {"", "\u5b57".repeat(300)});
        Row row = extractor
                .extract(new WindowedEvent(event, new double[] {0.3, 0.4}, false, null))
                .row();
        BinaryWriter writer = new BinaryWriter(16);
        FeatureVectorSerde.writeRow(row, writer);
        long largest = FeatureVectorSerde.largestRow(schema);
        assertThat((long) writer.size()).isBetween(largest - 8, largest);
    }
}
