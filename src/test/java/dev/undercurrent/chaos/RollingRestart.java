package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.testing.Http;
import dev.undercurrent.testing.Scrape;
import dev.undercurrent.testing.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, each the standby of the other's stores: what a restart and a death cost the partitions of one. */
class RollingRestart {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int PER_TICK = 20;
    private static final Duration MOMENT = Duration.ofMinutes(2);
    /** Longest time without a score of any host while an instance is restarted in order. */
    private static final Duration SILENCE = Duration.ofSeconds(Integer.getInteger("chaos.silence", 20));

    private static final String RUNNING = "state=RUNNING";
    private static final String TRAINING = "training modelVersion=";

    @TempDir
    Path folder;

    private final Http http = new Http();

    @Test
    void aRestartInOrderIsHardlyHeardAndTheTrainerMovesWithItsTask() throws Exception {
        try (Trial trial = Trial.begin(folder, 1, "standbys: 1")) {
            Service[] services = {trial.service("one"), trial.service("two")};
            for (Service service : services) {
                service.start();
                assertThat(flow(trial, service, RUNNING)).isTrue();
            }
            trial.awaitFirstModel();
            flow(trial, Duration.ofSeconds(15)); // both have their share, and copies of the other's
            for (Service service : services) {
                restart(trial, service);
            }
            killTheTrainer(trial, services);
            trial.endAt(trial.sent(), services);
            trial.ledger().expectEachOnce(trial.sent());
        }
    }

    private void restart(Trial trial, Service service) throws Exception {
        trial.ledger().listen();
        int before = trial.sent();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> stop(service));
        while (!stopping.isDone()) {
            tick(trial);
        }
        stopping.join();
        service.start();
        assertThat(flow(trial, service, RUNNING)).isTrue();
        flow(trial, Duration.ofSeconds(15)); // its tasks come back
        trial.ledger().await(trial.sent(), Trial.PATIENCE);
        Duration silence = trial.ledger().silence();
        double restored = scrape(service).value("kafka_stream_task_restore_total");
        System.out.printf(
                "restart in order: %,d readings meanwhile, longest time without a score of a host %d ms, %,.0f"
                        + " records restored%n",
                trial.sent() - before, silence.toMillis(), restored);
        assertThat(silence).isLessThan(SILENCE);
        assertThat(restored).isLessThan(trial.sent());
    }

    private void killTheTrainer(Trial trial, Service... services) throws Exception {
        for (Service service : services) {
            service.passOverLog();
        }
        Service trainer = trains(trial, services);
        Service other = services[0] == trainer ? services[1] : services[0];
        trial.ledger().await(trial.sent(), Trial.PATIENCE);
        int version = trial.ledger().lastModel();
        trial.ledger().models().clear();
        trainer.kill();
        other.passOverLog();
        long begin = System.nanoTime();
        assertThat(flow(trial, other, TRAINING)).as("the other trains").isTrue();
        System.out.printf(
                "the trainer killed: scored by version %d before, by %s until the other trained, after %d ms%n",
                version,
                trial.ledger().models(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        assertThat(trial.ledger().models()).contains(version).allMatch(each -> each >= version);
        assertThat(flow(trial, other, "model promoted"))
                .as("the other publishes")
                .isTrue();
        assertThat(flow(trial, other, "model in use"))
                .as("what it published is committed")
                .isTrue();
        assertThat(trial.expectKnownModels()).isGreaterThan(version);
        trainer.start();
        assertThat(flow(trial, trainer, RUNNING)).isTrue();
    }

    /** The one that begins a training next. */
    private static Service trains(Trial trial, Service... services) throws Exception {
        long deadline = System.nanoTime() + MOMENT.toNanos();
        while (System.nanoTime() < deadline) {
            tick(trial);
            for (Service service : services) {
                if (service.logs(TRAINING, Duration.ZERO)) {
                    return service;
                }
            }
        }
        throw new AssertionError("neither trains");
    }

    private Scrape scrape(Service service) throws Exception {
        return Scrape.of(http.get(service.webPort(), "/metrics").body());
    }

    /** Readings flow until a service logs something. */
    private static boolean flow(Trial trial, Service service, String text) throws Exception {
        long deadline = System.nanoTime() + MOMENT.toNanos();
        while (System.nanoTime() < deadline) {
            tick(trial);
            if (service.logs(text, Duration.ZERO)) {
                return true;
            }
        }
        return false;
    }

    private static void flow(Trial trial, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            tick(trial);
        }
    }

    private static void tick(Trial trial) throws Exception {
        long end = System.nanoTime() + TICK.toNanos();
        trial.send(trial.sent() + PER_TICK);
        do {
            trial.ledger().more();
        } while (System.nanoTime() < end);
    }

    private static void stop(Service service) {
        try {
            Trial.stop(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
