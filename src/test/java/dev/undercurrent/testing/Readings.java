package dev.undercurrent.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Simulated readings of a few hosts, and a small topology whose model is trained within seconds. */
public final class Readings {
    /** The topology's name. */
    public static final String NAME = "readings";

    /** The topic of the readings. */
    public static final String TOPIC = "raw-readings";

    /** The values that {@link #inItsMinute} gives, where the topology is the repartitioned one. */
    public static final List<String> COUNTS = List.of("host.count.PT1M", "rack.count.PT1M");

    private static final int HOSTS = 7;
    private static final long START = 1_700_000_000_000L;

    private Readings() {}

    /** Writes the topology and its model below a folder; returns the topology's file. */
    public static Path topology(Path folder) throws IOException {
        return write(folder, "");
    }

    /**
     * The same with windows of racks too, which lie behind a repartition: each has one host, so that its readings keep
     * their order, and lies in another partition than that if it can.
     */
    public static Path repartitioned(Path folder) throws IOException {
        return write(folder, ", rack: {key: /rack, over: [PT1M], add: [count]}");
    }

    /** @param windows those beside the hosts' */
    private static Path write(Path folder, String windows) throws IOException {
        Path model = folder.resolve("models").resolve(NAME).resolve("model.yaml");
        Files.createDirectories(model.getParent());
        Files.writeString(model, "{steps: 50, warmup: 10, widths: [8], latent: 2, histories: [1], bags: 1}");
        Path file = folder.resolve("topologies").resolve(NAME + ".yaml");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, """
                source: {topic: %s, key: /host, keyed: true, time: /time, id: /id, partitions: 2}
                features:
                  load: {}
                  busy: {type: flag}
                  zone: {type: category}
                windows: {host: {over: [PT1M], add: [count]}%s}
                training: {first-after: 200, sample: 2000}
                runtime: {patience: PT30S}
                """.formatted(TOPIC, windows));
    }

    /** The host a reading belongs to. */
    public static String host(int number) {
        return "host-" + number % HOSTS;
    }

    /** When a reading was taken, ms since the epoch. */
    public static long time(int number) {
        return START + number * 100L;
    }

    /** How many readings of its host lie in the minute up to this one; they are 0.7 s apart. */
    public static int inItsMinute(int number) {
        return Math.min(number / HOSTS, 85) + 1;
    }

    /** The records of a range of readings, the same in every run. */
    public static List<ProducerRecord<byte[], byte[]>> records(int from, int to) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Random random = new Random(number);
            String json = "{\"id\":\"r-" + number + "\",\"host\":\"" + host(number) + "\",\"rack\":\"rack-"
                    + number % HOSTS + "\",\"time\":" + time(number) + ",\"load\":" + random.nextGaussian()
                    + ",\"busy\":"
                    + (random.nextInt(4) == 0) + ",\"zone\":\"" + "nsew".charAt(random.nextInt(4)) + "\"}";
            records.add(new ProducerRecord<>(
                    TOPIC, host(number).getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    /** The number of the reading with that id. */
    public static int number(String id) {
        return Integer.parseInt(id.substring("r-".length()));
    }
}
