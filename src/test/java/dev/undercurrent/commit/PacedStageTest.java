package dev.undercurrent.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedStageTest {
    private static final Record<String, String> RECORD = new Record<>("key", "value", 0);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final CommitPace pace = new CommitPace(INTERVAL);
    private final MockProcessorContext<String, String> context = new MockProcessorContext<>(properties());
    private final Processor<String, String, String, String> processor = new PacedStage<>(Passing::new, pace).get();

    /** Passes records on. */
    private static final class Passing extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
        }
    }

    @BeforeEach
    void init() {
        processor.init(context);
    }

    @Test
    void theStageDoesWhatItDoes() {
        processor.process(RECORD);

        assertThat(context.forwarded()).hasSize(1);
        assertThat(context.forwarded().get(0).record()).isEqualTo(RECORD);
    }

    @Test
    void aTaskThatIsRevivedTicksByWhatItSchedulesThenAlone() {
        processor.close();
        processor.init(context);

        assertThat(context.scheduledPunctuators())
                .extracting(MockProcessorContext.CapturedPunctuator::cancelled)
                .containsExactly(true, false);
    }

    @Test
    void withoutAPaceTheIntervalIsLeftToKafkaStreams() {
        processor.process(RECORD);
        tick();

        assertThat(context.committed()).isFalse();
    }

    @Test
    void aRecordIsCommittedAtOnceWhereThePauseIsOver() {
        pace.set(Duration.ZERO);

        processor.process(RECORD);

        assertThat(context.committed()).isTrue();
    }

    @Test
    void noRecordIsCommittedBeforeThePauseIsOver() {
        pace.set(INTERVAL.minusSeconds(1));

        processor.process(RECORD);
        tick();

        assertThat(context.committed()).isFalse();
    }

    @Test
    void whatWaitedInABatchIsCommittedByATick() {
        pace.set(Duration.ZERO);
        processor.process(RECORD);
        context.resetCommit();

        tick();

        assertThat(context.committed()).isTrue();
    }

    @Test
    void aQuietStreamCommitsNothing() {
        pace.set(Duration.ZERO);
        processor.process(RECORD);
        tick();
        context.resetCommit();

        tick();

        assertThat(context.committed()).isFalse();
    }

    private void tick() {
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "commits");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return properties;
    }
}
