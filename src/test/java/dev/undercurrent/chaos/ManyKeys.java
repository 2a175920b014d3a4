package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.testing.Http;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.testing.Service;
import dev.undercurrent.topology.MemoryEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code describe} says of a topology's memory, held against a service that has seen many keys. */
class ManyKeys {
    private static final int KEYS = Integer.getInteger("chaos.keys", 100_000);
    private static final int EVENTS_PER_KEY = 3;
    private static final int PORTION = 10_000;
    /** An estimate may be wrong by so much, either way. */
    private static final double FACTOR = 1.5;

    /** The rest of the heap may shrink meanwhile by more than a little. */
    private static final double HEAP_FACTOR = 3;

    @TempDir
    Path folder;

    private final Http http = new Http();

    @Test
    void needWhatDescribeSays() throws Exception {
        try (Trial trial = Trial.begin(folder, 1, "store-bytes: 33554432")) {
            Map<String, Long> estimate = MemoryEstimate.of(trial.topology());
            Service service = trial.service("one");
            service.start();
            trial.awaitFirstModel();
            long heapBefore = settledHeap(service);
            long residentBefore = service.residentBytes();
            int events = KEYS * EVENTS_PER_KEY;
            int end = trial.sent() + events;
            for (int from = trial.sent(); from < end; from += PORTION) {
                int to = Math.min(end, from + PORTION);
                trial.client().send(records(from, to));
                trial.ledger().await(to, Trial.PATIENCE);
            }
            long heap = liveHeap(service) - heapBefore;
            long resident = service.residentBytes() - residentBefore;
            long cache = (long) scrape(service).value("undercurrent_store_memory_bytes");
            Trial.stop(service); // what its stores held in memory goes to disk
            long disk = size(folder.resolve("one"));
            long changelog = bytes(trial, "readings-window-host-changelog");

            long windows = Math.min(
                    KEYS * of(estimate, "window host, a key in memory"), of(estimate, "windows in memory, at most"));
            long perRow = of(estimate, "window host, an event on disk and in the changelog");
            long bound = of(estimate, "stores on disk, native memory, at most");
            System.out.printf(
                    Locale.ROOT,
                    "%,d keys, %,d events: heap %,d bytes (estimate %,d), stores on disk %,d and changelog %,d"
                            + " (estimate %,d), stores' native memory %,d (at most %,d), resident %,d more%n",
                    KEYS,
                    events,
                    heap,
                    windows,
                    disk,
                    changelog,
                    events * perRow,
                    cache,
                    bound,
                    resident);
            assertThat((double) heap).as("heap").isBetween(windows / HEAP_FACTOR, windows * FACTOR);
            assertThat((double) disk)
                    .as("stores on disk")
                    .isBetween(events * perRow / FACTOR, events * perRow * FACTOR);
            assertThat((double) changelog).as("changelog").isLessThan(events * perRow * FACTOR);
            assertThat((double) cache).as("stores' native memory").isLessThan(bound * FACTOR);
        }
    }

    private static long of(Map<String, Long> estimate, String name) {
        assertThat(estimate).containsKey(name);
        return estimate.getOrDefault(name, 0L);
    }

    /** Readings of hosts with names of sixteen letters, all within a minute. */
    private static List<ProducerRecord<byte[], byte[]>> records(int from, int to) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String host = String.format(Locale.ROOT, "host-%011d", i % KEYS);
            String json = "{\"id\":\"r-" + i + "\",\"host\":\"" + host + "\",\"time\":" + (Readings.time(0) + i / 10)
                    + ",\"load\":0.5,\"busy\":false,\"zone\":\"n\"}";
            records.add(new ProducerRecord<>(
                    Readings.TOPIC, host.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    /** The least of a few, as what the first training leaves goes only in a while. */
    private long settledHeap(Service service) throws Exception {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 4; look++) {
            least = Math.min(least, liveHeap(service));
            Thread.sleep(2_000);
        }
        return least;
    }

    /** Bytes of the heap that survive a full collection. */
    private long liveHeap(Service service) throws Exception {
        service.collectGarbage();
        return (long) scrape(service).value("jvm_memory_used_bytes", "area", "heap");
    }

    private Scrape scrape(Service service) throws Exception {
        return Scrape.of(http.get(service.webPort(), "/metrics").body());
    }

    /** What the broker keeps of a topic. */
    private static long bytes(Trial trial, String topic) throws Exception {
        long bytes = 0;
        try (Admin admin = Admin.create(trial.client().properties())) {
            for (Map<String, LogDirDescription> folders :
                    admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
                for (LogDirDescription logs : folders.values()) {
                    for (Map.Entry<TopicPartition, ReplicaInfo> one :
                            logs.replicaInfos().entrySet()) {
                        bytes += one.getKey().topic().equals(topic)
                                ? one.getValue().size()
                                : 0;
                    }
                }
            }
        }
        return bytes;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
