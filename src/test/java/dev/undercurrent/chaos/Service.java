package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One instance of the service, as a process that keeps its folder over restarts. Not thread-safe. */
final class Service implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(60);

    private final Path folder;
    private final Path topology;
    private final String bootstrapServers;
    private final String instance;
    private final Map<String, String> environment = new HashMap<>();
    private final Path log;
    private @Nullable Process process;
    private long logSeen;

    /** @param folder where its log and its data lie */
    Service(Path folder, Path topology, String bootstrapServers, String instance) {
        this.folder = folder;
        this.topology = topology;
        this.bootstrapServers = bootstrapServers;
        this.instance = instance;
        this.log = folder.resolve(instance + ".log");
        environment.put("UNDERCURRENT_WEB_PORT", "0");
    }

    /** The same with a variable of its environment, from the next start on. */
    Service with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Where its stores lie. */
    Path data() {
        return folder.resolve(instance);
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        topology.toString(),
                        "--bootstrap-server",
                        bootstrapServers,
                        "--instance",
                        instance,
                        "--data",
                        data().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        logSeen = Files.exists(log) ? Files.size(log) : 0;
        process = builder.start();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as the operating system does, with no chance to clean up. */
    void kill() throws InterruptedException {
        Process running = running();
        running.destroyForcibly();
        assertThat(running.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /**
     * Asks it to end, and waits until it has.
     *
     * @return its exit code
     */
    int stop() throws InterruptedException {
        Process running = running();
        running.destroy();
        assertThat(running.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    /** Whether it ends by itself within a time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return running().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until it logs something that it has not logged since its start or the last call that found something.
     *
     * @return whether it did
     */
    boolean logs(String text, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            String all = Files.readString(log);
            int at = all.indexOf(text, (int) logSeen);
            if (at >= 0) {
                logSeen = (long) at + text.length();
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        } while (System.nanoTime() < deadline);
        return false;
    }

    /** Everything it has logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process running() {
        Process running = Objects.requireNonNull(process, instance);
        assertThat(running.isAlive()).as(instance + " is alive").isTrue();
        return running;
    }
}
