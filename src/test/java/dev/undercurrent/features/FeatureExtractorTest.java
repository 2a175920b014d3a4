package dev.undercurrent.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.source.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
    private final FeatureExtractor extractor = new FeatureExtractor(
            new FeatureSchema(List.of(Feature.aggregate("channel", FeatureType.CATEGORY))), new int[] {0});

    private String channel(String text) {
        Event event = new Event("id", "key", 1, new double[] {Double.NaN}, new String[] {text});
        return extractor.extract(WindowedEvent.of(event, 1, null)).row().text(0);
    }

    @Test
    void ofALongTextTheBeginningCounts() {
        String most = "a".repeat(FeatureExtractor.LONGEST);
        assertThat(channel(most)).isEqualTo(most);
        assertThat(channel(most + "b")).isEqualTo(most);
        String before = most.substring(1);
        assertThat(channel(before + "\uD83D\uDE00")).as("no half of a pair").isEqualTo(before);
    }
}
