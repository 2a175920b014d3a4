package dev.undercurrent.run;

import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of runs of the readings' topology stand on: a broker of its own for each. */
abstract class BrokerFixture {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final TopicNames NAMES = new TopicNames(Readings.NAME);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // start comes first
    TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    ClusterClient client;

    /** How many readings there are, numbered from 0. */
    int sent;

    private final RecordReader reader = new RecordReader();

    @BeforeEach
    void start() {
        broker = TestBroker.start(folder.resolve("broker"));
        client = new ClusterClient(broker.bootstrapServers());
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    /** Sends the next readings. */
    void send(int count) throws Exception {
        client.send(Readings.records(sent, sent + count));
        sent += count;
    }

    /** Reads on until there are so many scores, and gives all that were read, each partition in its order. */
    List<ScoreRecord> read(ClusterClient.Reader scores, int count) {
        return parsed(scores.await(PATIENCE, records -> records.size() >= count));
    }

    List<ScoreRecord> parsed(List<ConsumerRecord<byte[], byte[]>> scores) {
        return scores.stream().map(record -> reader.score(record.value())).toList();
    }

    /** The numbers of the readings that were scored, ascending. */
    static List<Integer> numbers(List<ScoreRecord> records) {
        return records.stream()
                .map(record -> Readings.number(record.id()))
                .sorted()
                .toList();
    }
}
