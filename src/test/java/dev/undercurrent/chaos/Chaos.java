package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.undercurrent.registry.ModelRegistry;
import dev.undercurrent.testing.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of {@code mvn -Pchaos verify}; {@code -Dchaos.events} and {@code -Dchaos.kills} make the long one
 * longer.
 */
class Chaos {
    private static final int EVENTS = Integer.getInteger("chaos.events", 100_000);
    private static final int KILLS = Integer.getInteger("chaos.kills", 12);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int SCENARIO_EVENTS = 20_000;
    /** How long the library that turns the clock keeps what it read. */
    private static final Duration CLOCK_CACHE = Duration.ofSeconds(1);

    private static final Duration MOMENT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // begin comes first
    private Trial trial;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    private int kills;

    @AfterEach
    void leaveNothingRunning() {
        Optional.ofNullable(trial).ifPresent(Trial::close); // a scenario may be skipped before it begins
    }

    /** What is done to the two instances. */
    private enum Blow {
        /** One dies at a random point under load, most likely within a batch. */
        KILL,
        /** The one that trains dies while it does. */
        KILL_WHILE_TRAINING,
        /** One dies at the moment a new model comes into use. */
        KILL_WHILE_SWAPPING,
        /** Both die at once. */
        KILL_BOTH,
        /** One dies, and dies again while it restores. */
        KILL_WHILE_RESTORING,
        /** One leaves in order, its tasks move, and it comes back. */
        LEAVE_AND_RETURN,
        /** One stands still until the other has its tasks, and then goes on with what it was at. */
        PAUSE
    }

    @Test
    void killsAndRebalancesLoseNothingAndRepeatNothing() throws Exception {
        begin(1, "exactly-once");
        long begin = System.nanoTime();
        Random random = new Random(SEED);
        Service[] services = {shortLived("one"), shortLived("two")};
        services[0].start();
        services[1].start();
        trial.awaitFirstModel();
        for (int blow = 0; blow < KILLS; blow++) {
            int before = trial.sent();
            trial.send((int) ((long) EVENTS * (blow + 1) / (KILLS + 1)));
            ledger.await(before + random.nextInt(Math.max(1, trial.sent() - before)), Trial.PATIENCE);
            strike(Blow.values()[blow % Blow.values().length], services, random.nextInt(2));
            System.out.printf("blow %d: %,d of %,d readings scored%n", blow + 1, ledger.scored(), trial.sent());
        }
        trial.endAt(EVENTS, services);
        int newest = trial.expectKnownModels();
        System.out.printf(
                "chaos: %,d readings, %d blows, %d kills: %s; scored by %d versions of %d; %d s%n",
                EVENTS,
                KILLS,
                kills,
                ledger.sum(EVENTS),
                ledger.models().size(),
                newest,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        ledger.expectEachOnce(EVENTS);
    }

    /** An instance whose lives are not worth the second compiler and many collectors. */
    private Service shortLived(String instance) {
        return trial.service(instance).with("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }

    private void strike(Blow blow, Service[] services, int index) throws Exception {
        Service service = services[index];
        switch (blow) {
            case KILL -> kill(service);
            case KILL_WHILE_TRAINING -> {
                service = oneThat("training modelVersion", services);
                kill(service);
            }
            case KILL_WHILE_SWAPPING -> {
                assertThat(service.logs("model in use", MOMENT)).isTrue();
                kill(service);
            }
            case KILL_BOTH -> {
                kill(services[0]);
                kill(services[1]);
                services[1 - index].start();
            }
            case KILL_WHILE_RESTORING -> {
                kill(service);
                service.start();
                assertThat(service.logs("state=REBALANCING", MOMENT)).isTrue();
                kill(service);
            }
            case LEAVE_AND_RETURN -> {
                Trial.stop(service);
                outlast();
            }
            case PAUSE -> {
                service.pause();
                outlast();
                service.resume();
                return;
            }
        }
        service.start();
    }

    /** Longer than a session or a transaction may take, so that another instance takes the tasks. */
    private static void outlast() throws InterruptedException {
        TimeUnit.SECONDS.sleep(15);
    }

    private void kill(Service service) throws InterruptedException {
        service.kill();
        kills++;
    }

    /** The first of the two that logs a text. */
    private static Service oneThat(String text, Service[] services) throws Exception {
        long deadline = System.nanoTime() + MOMENT.toNanos();
        while (System.nanoTime() < deadline) {
            for (Service service : services) {
                if (service.logs(text, Duration.ZERO)) {
                    return service;
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("neither logged " + text);
    }

    @Test
    void withoutTransactionsAKillMayRepeatButLosesNothing() throws Exception {
        begin(1, "at-least-once");
        Service service = trial.service("one");
        service.start();
        trial.awaitFirstModel();
        for (int kill = 1; kill <= 3; kill++) {
            int before = trial.sent();
            trial.send(SCENARIO_EVENTS * kill / 4);
            ledger.await((before + trial.sent()) / 2, Trial.PATIENCE);
            service.kill();
            service.start();
        }
        trial.endAt(SCENARIO_EVENTS, service);
        ledger.expectEach(SCENARIO_EVENTS);
        System.out.printf("at least once: %d records repeated over 3 kills%n", ledger.repeated());
    }

    @Test
    void theOnlyBrokerMayBeGoneForLongerThanATransactionMayTake() throws Exception {
        begin(1, "exactly-once");
        Service service = trial.service("one");
        service.start();
        trial.awaitFirstModel();
        int before = trial.sent();
        trial.send(SCENARIO_EVENTS / 2);
        ledger.await((before + trial.sent()) / 2, Trial.PATIENCE);
        trial.brokers().stop(0);
        outlast();
        trial.brokers().start(0);
        trial.endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
    }

    @Test
    void eachOfThreeBrokersMayGoAndComeBack() throws Exception {
        begin(3, "exactly-once");
        Service service = trial.service("one");
        service.start();
        trial.awaitFirstModel();
        for (int broker = 0; broker < trial.brokers().size(); broker++) {
            trial.brokers().stop(broker);
            trial.send(trial.sent() + SCENARIO_EVENTS / 6);
            ledger.await(trial.sent(), Trial.PATIENCE);
            trial.brokers().start(broker);
            trial.send(trial.sent() + SCENARIO_EVENTS / 8);
            ledger.await(trial.sent(), Trial.PATIENCE);
        }
        trial.endAt(trial.sent(), service);
        ledger.expectEachOnce(trial.sent());
    }

    @Test
    void afterAFullDiskItGoesOnWhereItWas() throws Exception {
        begin(1, "exactly-once");
        Service service = trial.service("one");
        Path disk = Files.createDirectories(folder.resolve("one"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()))
                .as("a disk of its own, which takes the rights to mount one")
                .isZero();
        trial.closeLater(() -> run("umount", "--lazy", disk.toString()));
        service.start();
        trial.awaitFirstModel();
        Path ballast = disk.resolve("ballast");
        assertThat(run("sh", "-c", "dd if=/dev/zero of=" + ballast + " bs=64k 2>/dev/null; test -s " + ballast))
                .isZero();
        trial.send(SCENARIO_EVENTS / 2);
        boolean ended = service.awaitEnd(MOMENT);
        Files.delete(ballast);
        if (ended) {
            assertThat(service.log()).contains("No space left on device");
            service.start();
        }
        System.out.printf("full disk: the service %s%n", ended ? "ended, and was started again" : "went on");
        trial.endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
    }

    @Test
    void rubbishOnTheModelsTopicChangesNothing() throws Exception {
        begin(1, "exactly-once");
        Service service = trial.service("one");
        service.start();
        trial.awaitFirstModel();
        trial.client().send(rubbish());
        trial.send(SCENARIO_EVENTS / 2);
        ledger.await(SCENARIO_EVENTS / 2, Trial.PATIENCE);
        service.kill();
        service.start();
        trial.endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
        assertThat(ledger.lastModel()).as("the version of the last score").isPositive();
        assertThat(service.log()).contains("model refused; the model in use stays");
    }

    private List<ProducerRecord<byte[], byte[]>> rubbish() {
        ModelRegistry registry = trial.registry();
        int version = registry.versions().size() + 50;
        byte[] manifest = "{\"segment\":\"all\",\"version\":".getBytes(StandardCharsets.UTF_8); // cut off
        byte[] noise = new byte[900_000];
        new Random(SEED).nextBytes(noise);
        byte[] foreign = "{\"user\":\"somebody else's\"}".getBytes(StandardCharsets.UTF_8);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(model(null, noise));
        records.add(model("", foreign));
        records.add(model("all/" + version + "/manifest", manifest));
        records.add(model("all/" + version + "/0", noise));
        records.add(model("all/" + version + "/1", new byte[5 << 20]));
        records.add(model("some/other/key/of/theirs", foreign));
        records.add(model("all/current", foreign));
        byte[] nothing = "null".getBytes(StandardCharsets.UTF_8);
        records.add(model("all/" + (version + 1) + "/manifest", nothing));
        records.add(model("all/current", nothing));
        records.add(model("theirs/current", null));
        return records;
    }

    private static ProducerRecord<byte[], byte[]> model(@Nullable String key, byte @Nullable [] value) {
        byte[] bytes = key == null ? new byte[] {(byte) 0xff, 0} : key.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Trial.NAMES.models(), 0, bytes, value);
    }

    @Test
    void aClockThatJumpsLosesNothing() throws Exception {
        Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
        assumeThat(library).as("the Debian package faketime").exists();
        begin(1, "exactly-once");
        Path clock = Files.writeString(folder.resolve("clock"), "+0\n");
        Service service = trial.service("one")
                .with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .with("FAKETIME_CACHE_DURATION", String.valueOf(CLOCK_CACHE.toSeconds()))
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // which ends every timed wait of Java's at once
        service.start();
        trial.awaitFirstModel();
        set(clock, "+3h");
        trial.send(SCENARIO_EVENTS / 4);
        ledger.await(SCENARIO_EVENTS / 4, Trial.PATIENCE);
        assertThat(service.isAlive()).isTrue();
        set(clock, "-2h");
        trial.send(SCENARIO_EVENTS / 2);
        assertThat(service.awaitEnd(MOMENT)).isTrue();
        assertThat(service.log()).contains("wall clock: set back by PT");
        service.start();
        ledger.await(SCENARIO_EVENTS / 2, Trial.PATIENCE);
        set(clock, "+0");
        trial.endAt(SCENARIO_EVENTS, service);
        ledger.expectEachOnce(SCENARIO_EVENTS);
    }

    private static void set(Path clock, String offset) throws Exception {
        Files.writeString(clock, offset + "\n");
        TimeUnit.SECONDS.sleep(CLOCK_CACHE.toSeconds() + 1);
    }

    private void begin(int size, String guarantee) throws Exception {
        trial = Trial.begin(folder, size, "guarantee: " + guarantee);
        ledger = trial.ledger();
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
