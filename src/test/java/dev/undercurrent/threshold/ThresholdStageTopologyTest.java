package dev.undercurrent.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.commit.CommitHook;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.ScoredUnit;
import dev.undercurrent.score.Stage;
import dev.undercurrent.score.Vectors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ThresholdStageTopologyTest {
    private static final int MINUTES = 1_440;

    /** Units of one a minute, whose tail probabilities are the input. */
    private static final class Judge implements AutoCloseable {
        final List<Verdict> verdicts = new ArrayList<>();
        private final TopologyTestDriver driver;
        private final TestInputTopic<String, Double> input;
        private int minute;

        Judge(ThresholdConfig config, int tasks) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream("in", Consumed.with(Serdes.String(), Serdes.Double()))
                    .mapValues(tailProbability -> unit(minute++, tailProbability), Named.as("unit"))
                    .process(new ThresholdStage(config, tasks), Named.as("threshold"))
                    .foreach((key, judged) -> verdicts.add(judged.verdict()));
            driver = new TopologyTestDriver(builder.build(), new Properties());
            input = driver.createInputTopic("in", new StringSerializer(), new DoubleSerializer());
        }

        private static ScoredUnit unit(int minute, double tailProbability) {
            Score score = new Score(1, Stage.MODEL, 1, 1, -1, 0, tailProbability, List.of(), 1, Latent.NONE);
            return new ScoredUnit(Vectors.of(60 * minute, 1, 1, 0, "card"), score);
        }

        void pass(int units, double tailProbability) {
            for (int left = units; left > 0; left--) {
                input.pipeInput("k", tailProbability);
            }
        }

        Verdict last() {
            return verdicts.get(verdicts.size() - 1);
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    @Test
    void flagsWhatIsRarerThanTheRisk() {
        try (Judge judge = new Judge(new ThresholdConfig(0.01, 0), 4)) {
            judge.pass(1, 0.00999);
            judge.pass(1, 0.01);

            assertThat(judge.verdicts).containsExactly(new Verdict(0.01, true), new Verdict(0.01, false));
        }
    }

    @Test
    void alertsADayAreSharedOutOverTheTasks() {
        try (Judge judge = new Judge(new ThresholdConfig(0.01, 20), 4)) {
            judge.pass(1, 0.5);
            assertThat(judge.last().risk()).isEqualTo(0.01);
            judge.pass(MINUTES, 0.5);
            assertThat(judge.last().risk()).isCloseTo(20.0 / 4 / MINUTES, Offset.offset(1e-5));
        }
    }

    @Test
    void theRateIsKeptInTheStore() {
        try (Judge judge = new Judge(new ThresholdConfig(0.01, 20), 1)) {
            judge.pass(MINUTES, 0.5);

            KeyValueStore<String, byte[]> store = judge.driver.getKeyValueStore("rate");
            ByteBuffer kept = ByteBuffer.wrap(store.get("rate"));
            RateEstimate rate = new RateEstimate(kept.getDouble(), kept.getLong(), kept.getLong(), kept.getLong());
            assertThat(rate.units()).isEqualTo(MINUTES);
            assertThat(20 / rate.perDay()).isEqualTo(judge.last().risk());
        }
    }

    @Test
    void aRevivedTaskForgetsWhatWasNotCommitted() {
        Processor<String, ScoredUnit, String, JudgedUnit> processor =
                new ThresholdStage(new ThresholdConfig(0.01, 0), 1).get();
        MockProcessorContext<String, JudgedUnit> context = new MockProcessorContext<>();
        KeyValueStore<String, byte[]> store =
                CommitHook.state("rate", Serdes.String()).withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        context.addStateStore(CommitHook.builder("rate-hook").build());
        for (int life = 0; life < 2; life++) {
            context.resetForwards();
            processor.init(context);
            processor.process(new Record<>("k", Judge.unit(0, 0.5), 0));

            assertThat(context.forwarded().get(0).record().value().number()).isEqualTo(1);
        }
    }
}
