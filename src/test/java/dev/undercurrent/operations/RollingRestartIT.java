package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Http;
import dev.undercurrent.testing.Instance;
import dev.undercurrent.testing.Load;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances are restarted in turn under load. The sum of what the live ones have scored, as a scrape sees it, must
 * go on growing, and every answer of a probe must agree with the state of the streams behind it.
 */
class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    /** Longest time between two scrapes without a newly scored event. */
    private static final Duration GAP = Duration.ofSeconds(5);

    private static final Set<Double> RUNS = Set.of(1.0, 2.0); // REBALANCING, RUNNING

    @TempDir
    Path folder;

    private final Http http = new Http();
    private final Map<String, Instance> live = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Map<String, Double> last = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> codes = new ConcurrentHashMap<>();
    private final List<Throwable> lies = new CopyOnWriteArrayList<>();
    private long lastProgress;
    private long longestGap;
    private double scored;
    private int scrapes;

    @Test
    void scoringGoesOnAndReadinessIsTrueThroughoutARollingRestart() throws Exception {
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.topology(folder));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                ClusterClient client = new ClusterClient(broker.bootstrapServers())) {
            try {
                start(topology, client, "readings-0");
                await("the first is ready", () -> isReady("readings-0"));
                start(topology, client, "readings-1");
                await("both read the source", () -> reads("readings-0") && reads("readings-1"));
                try (Load load = Load.start(client, 0)) {
                    await("events are scored", () -> scored > 100);
                    lastProgress = System.nanoTime();
                    longestGap = 0;
                    for (String name : List.of("readings-0", "readings-1")) {
                        restart(topology, client, name);
                    }
                    assertThat(load.failure()).isEmpty();
                    load.stop();
                    await("all is scored", () -> scored >= load.sent());
                    // exactly-once holds for the topics; the counters of a task that is cut off may count twice
                    assertThat(scored).isBetween((double) load.sent(), load.sent() * 1.05);
                }
            } finally {
                live.values().forEach(Instance::close);
            }
        }
        System.out.printf(
                "rolling restart: scrapes: %d, scored: %.0f, longest time without a newly scored event: %d ms%n",
                scrapes, scored, TimeUnit.NANOSECONDS.toMillis(longestGap));
        assertThat(lies).isEmpty();
        assertThat(Duration.ofNanos(longestGap)).isLessThan(GAP);
        assertThat(codes)
                .allSatisfy((name, seen) -> assertThat(seen).as(name).containsExactly(503, 200, 503, 503, 200));
    }

    private void start(LoadedTopology topology, ClusterClient client, String name) {
        Instance instance =
                new Instance(topology, client.properties(), name, folder.resolve(name), ports.getOrDefault(name, 0));
        ports.put(name, instance.port());
        last.remove(name);
        live.put(name, instance);
        note(name, probe(name).statusCode());
        instance.start();
    }

    private void restart(LoadedTopology topology, ClusterClient client, String name) throws Exception {
        Instance instance = Objects.requireNonNull(live.get(name), name);
        Thread stopping = new Thread(instance::stop, "stopping");
        stopping.start();
        await(name + " says that it stops", () -> !isReady(name));
        while (stopping.isAlive()) {
            look();
            assertThat(probe(name).statusCode()).as("ready while it stops").isEqualTo(503);
        }
        look(); // what it scored last
        live.remove(name);
        instance.close();
        codes.computeIfAbsent(name, one -> new CopyOnWriteArrayList<>()).add(503); // the new one begins unready
        double before = scored;
        startBeside(new Thread(() -> start(topology, client, name), "starting"));
        assertThat(scored).as("scored by the other while %s is down", name).isGreaterThan(before);
        await(name + " is ready again", () -> isReady(name));
        await(name + " reads the source again", () -> reads(name));
    }

    /** Goes on scraping the others while one starts, which takes this long. */
    private void startBeside(Thread starting) throws Exception {
        starting.start();
        while (starting.isAlive()) {
            look();
        }
    }

    /** One scrape of every live instance, each between two probes. */
    private void look() throws Exception {
        double increase = 0;
        for (String name : List.copyOf(live.keySet())) {
            int before = probe(name).statusCode();
            Scrape scrape =
                    Scrape.of(http.get(ports.getOrDefault(name, 0), "/metrics").body());
            int after = probe(name).statusCode();
            if (before == after) {
                agrees(name, before, scrape);
            }
            note(name, after);
            double now = scrape.value("undercurrent_events_scored_total");
            if (!Double.isNaN(now)) {
                double known = last.getOrDefault(name, 0.0);
                increase += now < known ? now : now - known;
                last.put(name, now);
            }
        }
        scrapes++;
        scored += increase;
        long time = System.nanoTime();
        longestGap = Math.max(longestGap, time - lastProgress);
        if (increase > 0) {
            lastProgress = time;
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }

    /** What the probe said against what Kafka's own meter says of the client's state. */
    private void agrees(String name, int code, Scrape scrape) {
        double ready = scrape.value("undercurrent_ready");
        double state = scrape.value("kafka_stream_client_state");
        if (code == 200 && (ready != 1 || !RUNS.contains(state))) {
            lies.add(new AssertionError(name + ": ready with undercurrent_ready " + ready + ", state " + state));
        }
        if (code == 503 && ready == 1) {
            lies.add(new AssertionError(name + ": not ready with undercurrent_ready 1, state " + state));
        }
    }

    private HttpResponse<String> probe(String name) {
        try {
            return http.get(ports.getOrDefault(name, 0), "/readyz");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isReady(String name) {
        return probe(name).statusCode() == 200;
    }

    private boolean reads(String name) {
        Instance instance = live.get(name);
        return instance != null
                && instance.status().tasks().values().stream()
                        .anyMatch(partitions -> partitions.stream().anyMatch(one -> one.startsWith(Readings.TOPIC)));
    }

    /** Keeps the changes of what a probe says. */
    private void note(String name, int code) {
        List<Integer> seen = codes.computeIfAbsent(name, one -> new CopyOnWriteArrayList<>());
        if (seen.isEmpty() || seen.get(seen.size() - 1) != code) {
            seen.add(code);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s, within %s", what, PATIENCE).isLessThan(deadline);
            look();
        }
    }
}
