package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.testing.Http;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.testing.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that scores a steady stream and trains every ten seconds needs as much memory in the end as it did when it
 * had settled; {@code -Dchaos.soak=PT1H} says for how long.
 */
class Soak {
    private static final Duration LENGTH = Duration.parse(System.getProperty("chaos.soak", "PT2M"));
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int PER_TICK = 20;
    private static final int SAMPLES = 120;
    private static final int QUARTER = SAMPLES / 4;
    /** What allocators may keep for themselves, far below one network a training. */
    private static final long SLACK = 64L << 20;
    /** All of the heap is resident from the start, so that the rest is what grows. */
    private static final String HEAP = "-Xms512m -XX:+AlwaysPreTouch";

    @TempDir
    Path folder;

    private final Http http = new Http();
    private final List<Memory> samples = new ArrayList<>();

    /** Bytes at one time. */
    private record Memory(long resident, long outside, long heap) {}

    @Test
    void memoryStaysFlatOverTrainingsAndSwaps() throws Exception {
        try (Trial trial = Trial.begin(folder, 1, "store-bytes: 8388608")) {
            Service service = trial.service("one").with("JAVA_TOOL_OPTIONS", HEAP);
            service.start();
            trial.awaitFirstModel();
            int port = service.webPort();
            long begin = System.nanoTime();
            for (long tick = 1; samples.size() < SAMPLES; tick++) {
                trial.send(trial.sent() + PER_TICK);
                trial.ledger().more();
                while (System.nanoTime() - begin < tick * TICK.toNanos()) {
                    trial.ledger().more();
                }
                if (System.nanoTime() - begin >= LENGTH.toNanos() / SAMPLES * (samples.size() + 1)) {
                    sample(service, port);
                }
            }
            Scrape last = scrape(port);
            trial.endAt(trial.sent(), service);
            trial.ledger().expectEachOnce(trial.sent());
            int newest = trial.expectKnownModels();
            System.out.printf(
                    "soak: %s, %,d readings, %.0f trainings, %d versions published, %d of them scored%n",
                    LENGTH,
                    trial.sent(),
                    last.value("undercurrent_training_rounds_total"),
                    newest,
                    trial.ledger().models().size());
            expectFlat();
        }
    }

    private void sample(Service service, int port) throws Exception {
        Scrape scrape = scrape(port);
        samples.add(new Memory(service.residentBytes(), (long) scrape.value("undercurrent_native_memory_bytes"), (long)
                scrape.value("jvm_memory_used_bytes", "area", "heap")));
        if (samples.size() % (QUARTER / 2) == 0) {
            Memory middle = settled(samples.size() - QUARTER / 2);
            System.out.printf(
                    "soak: to %d %%: resident %,d MB, outside of the JVM %,d MB, least heap in use %,d MB%n",
                    100 * samples.size() / SAMPLES,
                    middle.resident() >> 20,
                    middle.outside() >> 20,
                    middle.heap() >> 20);
        }
    }

    /** The second half of the first quarter against that of the last. */
    private void expectFlat() {
        Memory first = settled(QUARTER / 2);
        Memory last = settled(SAMPLES - QUARTER / 2);
        assertThat(last.resident()).as("resident").isLessThanOrEqualTo(first.resident() + SLACK);
        assertThat(last.outside()).as("outside of the JVM").isLessThanOrEqualTo(first.outside() + SLACK);
        assertThat(last.heap()).as("least heap in use").isLessThanOrEqualTo(first.heap() + SLACK);
    }

    /** Of half a quarter: the middle of what is resident, and the least of what a collection empties. */
    private Memory settled(int from) {
        List<Memory> span = samples.subList(from, from + QUARTER / 2);
        return new Memory(
                span.stream().mapToLong(Memory::resident).sorted().toArray()[span.size() / 2],
                span.stream().mapToLong(Memory::outside).sorted().toArray()[span.size() / 2],
                span.stream().mapToLong(Memory::heap).min().orElseThrow());
    }

    private Scrape scrape(int port) throws Exception {
        return Scrape.of(http.get(port, "/metrics").body());
    }
}
