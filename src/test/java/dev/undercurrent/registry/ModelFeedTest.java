package dev.undercurrent.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.model.ModelChunks.ModelRecord;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.model.Models;
import dev.undercurrent.score.ScorerSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ModelFeedTest {
    private static final TopicPartition MODELS = new TopicPartition("pumps.models", 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<ModelRecord> records = new ArrayList<>();

    @Test
    void aTextThatSaysNothingEndsNeitherAStartNorTheReading() {
        records.add(new ModelRecord("all/current", "null".getBytes(UTF_8)));
        records.add(new ModelRecord("all/7/manifest", "null".getBytes(UTF_8)));
        records.addAll(ModelChunks.publish(Models.small(2)));
        assertThat(versionInUse()).isEqualTo(2);
    }

    @Test
    void whatIsSaidOfAnotherSegmentChangesNothing() {
        records.addAll(ModelChunks.publish(Models.small(2)));
        records.add(new ModelRecord("theirs/current", null));
        assertThat(versionInUse()).isEqualTo(2);
    }

    @Test
    void aVersionThatIsTakenOutOfUseIsGone() {
        records.addAll(ModelChunks.publish(Models.small(2)));
        records.add(new ModelRecord("all/current", null));
        assertThat(versionInUse()).isZero();
    }

    /** The version that is in use once a start has read the records; 0 for none. */
    private int versionInUse() {
        consumer.updateBeginningOffsets(Map.of(MODELS, 0L));
        consumer.updateEndOffsets(Map.of(MODELS, (long) records.size()));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < records.size(); offset++) {
                ModelRecord record = records.get(offset);
                consumer.addRecord(new ConsumerRecord<>(MODELS.topic(), 0, offset, record.key(), record.value()));
            }
        });
        Meters meters = new Meters("pumps");
        try (ModelFeed feed = new ModelFeed(consumer, MODELS.topic(), new ScorerSlot(), version -> List.of(), meters)) {
            feed.read();
            feed.start();
            return feed.current().map(ModelVersion::version).orElse(0);
        }
    }
}
