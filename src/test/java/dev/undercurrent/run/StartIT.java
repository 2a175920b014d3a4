package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Value;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Service;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a start finds that is not as the last run left it, and what is done about it. */
class StartIT extends BrokerFixture {
    private static final Map<String, String> LATEST = Map.of("UNDERCURRENT_SOURCE_FROM", "latest");

    @Test
    void whatCameSinceTheFirstStartIsScoredThoughThatEndedBeforeItReadAnything() throws Exception {
        createTopics();
        send(50);
        runner(LATEST).close();
        send(50);
        try (TopologyRunner runner = runner(LATEST)) {
            assertThat(numbers(scored(50))).isEqualTo(range(50, 100));
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void whatIsLeftOfWhatRetentionDeletedIsScored() throws Exception {
        createTopics();
        runner(LATEST).close();
        send(100);
        int deleted = deleteHalf();
        try (TopologyRunner runner = runner(LATEST)) {
            send(20);
            assertThat(scored(120 - deleted)).hasSize(120 - deleted);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void whatIsDeletedUnderARunThatLagsEndsItAndTheNextGoesOn() throws Exception {
        createTopics();
        try (Service service = Service.of(folder, Readings.topology(folder), broker.bootstrapServers(), "readings-1")) {
            service.start();
            send(50);
            scored(50);
            service.pause();
            send(6_000); // more than the broker answers at once to the consumer that waits
            deleteHalf();
            service.resume();
            assertThat(service.awaitEnd(PATIENCE)).isTrue();
            assertThat(service.log()).contains("what was to be read next is not there (expected: the next record");
            service.start();
            try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
                scores.await(PATIENCE, records -> countFrom(records, sent - 100) >= 100);
                assertThat(countFrom(scores.records(), sent - 100)).isEqualTo(100);
                assertThat(numbers(scored(scores.records().size()))).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void twoInstancesDoNotShareAFolder() throws Exception {
        try (TopologyRunner first = runner(Map.of())) {
            assertThat(first.failure()).isEmpty();
            assertThatThrownBy(() -> runner(Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("multiple instances");
        }
    }

    @Test
    void withStateAndNoOffsetsItDoesNotBeginAnew() throws Exception {
        try (TopologyRunner runner = runner(Map.of())) {
            send(50);
            scored(50);
            assertThat(runner.failure()).isEmpty();
        }
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.deletion().deleteGroup(Readings.NAME, Duration.ofSeconds(10));
        }
        assertThatThrownBy(() -> runner(Map.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessage("group readings: no offsets (expected: those up to which its state was made); brokers drop"
                        + " them after offsets.retention.minutes without an instance: begin anew with: undercurrent"
                        + " reset readings");
    }

    @Test
    void aSourceThatGrewEndsTheRunAndIsRefused() throws Exception {
        String line = "topic raw-readings.partitions: 3 (expected: 2, as the state of readings has); it keeps"
                + " the number it began with: give the topology another name, or begin anew with: undercurrent reset"
                + " readings";
        try (TopologyRunner runner = runner(Map.of())) {
            send(50);
            scored(50);
            try (Admin admin = Admin.create(client.properties())) {
                admin.createPartitions(Map.of(Readings.TOPIC, NewPartitions.increaseTo(3)))
                        .all()
                        .get();
            }
            assertThat(runner.awaitEnd())
                    .hasValueSatisfying(failure -> assertThat(failure).hasMessage(line));
        }
        assertThatThrownBy(() -> runner(Map.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessage(line);
    }

    @Test
    void corruptStoresAreRestoredFromTheirChangelogs() throws Exception {
        scoreTheFirst700();
        for (Path table : tables()) {
            byte[] bytes = Files.readAllBytes(table);
            new Random(1).nextBytes(bytes);
            Files.write(table, bytes);
        }
        assertThatThrownBy(() -> runner(Map.of())).satisfies(this::isOfCorruptStores);
        assertRestored(700);
    }

    @Test
    void aStoreWithABlockThatCannotBeReadIsRestoredFromItsChangelog() throws Exception {
        scoreTheFirst700();
        Path largest = tables().stream()
                .max(Comparator.comparingLong(table -> table.toFile().length()))
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(largest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(largest, bytes);
        send(700);
        try (TopologyRunner runner = runner(Map.of())) {
            assertThat(runner.awaitEnd()).hasValueSatisfying(this::isOfCorruptStores);
        }
        assertRestored(1_400);
    }

    private void scoreTheFirst700() throws Exception {
        try (TopologyRunner runner = runner(Map.of())) {
            send(700);
            scored(700);
            assertThat(runner.failure()).isEmpty();
        }
    }

    private void isOfCorruptStores(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        folder.resolve("state/readings").toString(), "corrupt", "restored from their changelogs");
    }

    /** Sends 700 more; they and those before are to be scored once each, with their windows. */
    private void assertRestored(int before) throws Exception {
        try (TopologyRunner runner = runner(Map.of())) {
            send(700);
            List<ScoreRecord> records = scored(before + 700);
            assertThat(numbers(records)).isEqualTo(range(0, before + 700));
            assertThat(records)
                    .allSatisfy(record -> assertThat(record.input().values())
                            .containsEntry(
                                    "host.count.PT1M", Value.of(Readings.inItsMinute(Readings.number(record.id())))));
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void oneOfTwoInstancesOfANameEndsAndSaysSo() throws Exception {
        try (TopologyRunner first = runner(Map.of())) {
            send(50);
            scored(50);
            try (TopologyRunner second = runner(Map.of(), folder.resolve("state-of-another"))) {
                assertThat(first.awaitEnd())
                        .hasValueSatisfying(failure -> assertThat(failure)
                                .hasMessage(
                                        "instance readings-1: another one of this name has taken its place (expected: a"
                                                + " name for each that runs); stop one of them or set --instance"));
                send(50);
                assertThat(numbers(scored(100))).isEqualTo(range(0, 100));
                assertThat(second.failure()).isEmpty();
            }
        }
    }

    private TopologyRunner runner(Map<String, String> environment) throws IOException {
        return runner(environment, folder.resolve("state"));
    }

    /** One that runs; one that does not start is closed. */
    private TopologyRunner runner(Map<String, String> environment, Path stateFolder) throws IOException {
        LoadedTopology topology = new TopologyLoader(folder, environment).load(Readings.topology(folder));
        TopologyRunner runner = new TopologyRunner(
                topology, client.properties(), "readings-1", stateFolder, new Meters(Readings.NAME), new RunStatus());
        try {
            runner.start();
            return runner;
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    private void createTopics() throws IOException {
        try (Cluster cluster = Cluster.of(client.properties())) {
            cluster.ensure(
                    NAMES,
                    new TopologyLoader(folder, Map.of())
                            .load(Readings.topology(folder))
                            .config()
                            .source());
        }
    }

    /** Reads until there are so many. */
    private List<ScoreRecord> scored(int count) {
        try (ClusterClient.Reader scores = client.reader(NAMES.scores())) {
            read(scores, count);
            return parsed(scores.more());
        }
    }

    /** How many of them are of a reading from a number on; a score has the time of its reading. */
    private static long countFrom(List<ConsumerRecord<byte[], byte[]>> scores, int number) {
        return scores.stream()
                .filter(score -> score.timestamp() >= Readings.time(number))
                .count();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Deletes the older records of every partition of the source, as retention would; returns how many. */
    private int deleteHalf() throws Exception {
        int deleted = 0;
        try (Admin admin = Admin.create(client.properties());
                Cluster cluster = Cluster.of(client.properties())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(Readings.TOPIC, 0), new TopicPartition(Readings.TOPIC, 1));
            for (Map.Entry<TopicPartition, Long> end :
                    cluster.offsets().start(partitions, "latest").entrySet()) {
                long half = end.getValue() / 2;
                admin.deleteRecords(Map.of(end.getKey(), RecordsToDelete.beforeOffset(half)))
                        .all()
                        .get();
                deleted += (int) half;
            }
        }
        return deleted;
    }

    /** The files that hold rows of stores. */
    private List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            List<Path> tables =
                    files.filter(file -> file.toString().endsWith(".sst")).toList();
            assertThat(tables).isNotEmpty();
            return tables;
        }
    }
}
