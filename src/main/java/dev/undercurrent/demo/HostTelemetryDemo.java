package dev.undercurrent.demo;

import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Stage;
import dev.undercurrent.simulation.Disturbance;
import dev.undercurrent.simulation.HostTelemetry;
import dev.undercurrent.topology.LoadedTopology;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * This machine's own telemetry, live: read several times a second into the broker, learnt, and then disturbed by a
 * harmless load that the demo starts and stops itself.
 */
public final class HostTelemetryDemo {
    private static final Duration SAMPLE_EVERY = Duration.ofMillis(200);
    private static final Duration LEARN_AT_MOST = Duration.ofSeconds(100);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration DISTURBED = Duration.ofSeconds(12);
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final int EXAMPLES = 5;

    private final LoadedTopology topology;
    private final InstantSource clock;
    private final DemoListener listener;
    private final TopRecords examples = new TopRecords(EXAMPLES);
    private long scoredByModel;
    private long flagged;

    public HostTelemetryDemo(LoadedTopology topology, InstantSource clock, DemoListener listener) {
        this.topology = topology;
        this.clock = clock;
        this.listener = listener;
    }

    /** Runs it; takes about two minutes. */
    public DemoResult run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        HostTelemetry host = HostTelemetry.ofThisHost(clock);
        try (DemoRun run = DemoRun.start(topology, listener)) {
            listener.phase("reading this machine's telemetry; a model is trained on it");
            sample(run, host, LEARN_AT_MOST, () -> run.trainedOn() > 0);
            listener.phase("the model in use scores what comes");
            sample(run, host, CALM, () -> false);
            int cores = Runtime.getRuntime().availableProcessors();
            listener.phase("disturbing: " + cores + " busy cores and a file written over and over, for "
                    + DISTURBED.toSeconds() + " s");
            try (Disturbance processors = Disturbance.ofProcessors(cores, DISTURBED);
                    Disturbance disk = Disturbance.ofDisk(run.folder(), DISTURBED)) {
                sample(run, host, DISTURBED, () -> !processors.isRunning() && !disk.isRunning());
            }
            listener.phase("calm again");
            sample(run, host, CALM.dividedBy(2), () -> false);
            run.read(() -> run.scored() >= run.sent(), SETTLE, this::observe);
            return new DemoResult(
                    topology.name(),
                    false,
                    run.sent(),
                    run.scored(),
                    scoredByModel,
                    Promotions.count(run.lifecycle()),
                    flagged,
                    Optional.empty(),
                    examples.ranked(),
                    (System.nanoTime() - began) / 1e9);
        }
    }

    private void sample(DemoRun run, HostTelemetry host, Duration atMost, BooleanSupplier enough)
            throws InterruptedException {
        long began = System.nanoTime();
        long next = began;
        while (System.nanoTime() - began < atMost.toNanos() && !enough.getAsBoolean()) {
            run.send(host.host(), clock.millis(), host.sample());
            next += SAMPLE_EVERY.toNanos();
            long due = next;
            run.read(() -> System.nanoTime() - due >= 0, SAMPLE_EVERY.multipliedBy(2), this::observe);
        }
    }

    private void observe(ScoreRecord record) {
        if (record.score().stage() == Stage.MODEL) {
            scoredByModel++;
        }
        if (record.verdict().anomaly()) {
            flagged++;
            examples.offer(record);
            listener.flagged(record);
        }
    }
}
