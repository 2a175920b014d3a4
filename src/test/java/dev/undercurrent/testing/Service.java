package dev.undercurrent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own, which may be ended and started again. Not thread-safe. */
public final class Service implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Pattern PORT = Pattern.compile("serving metrics and probes .*port=(\\d+)");
    private static final Duration END = Duration.ofSeconds(60);
    private static final int LAST_LINES = 60;

    private final Path log;
    private final List<String> arguments;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;
    private long logSeen;

    /**
     * @param log the file it writes to, over all its starts
     * @param arguments of the command line
     */
    public Service(Path log, List<String> arguments) {
        this.log = log;
        this.arguments = List.copyOf(arguments);
    }

    /** An instance that scores a topology; its log and, under its name, its data lie in a folder. */
    public static Service of(Path folder, Path topology, String bootstrapServers, String instance) {
        return new Service(
                        folder.resolve(instance + ".log"),
                        List.of(
                                "run",
                                topology.toString(),
                                "--bootstrap-server",
                                bootstrapServers,
                                "--instance",
                                instance,
                                "--data",
                                folder.resolve(instance).toString()))
                .with("UNDERCURRENT_WEB_PORT", "0");
    }

    /** The same with a variable of its environment, from the next start on. */
    public Service with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaProcess.command("512m", Main.class, arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        logSeen = Files.exists(log) ? Files.size(log) : 0;
        process = builder.start();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as the operating system does, with no chance to clean up. */
    public void kill() throws InterruptedException {
        Process running = running();
        running.destroyForcibly();
        assertThat(running.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /**
     * Asks it to end, and waits until it has.
     *
     * @return its exit code
     */
    public int stop() throws InterruptedException {
        Process running = running();
        running.destroy();
        assertThat(running.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    /** Stops all of its threads where they are, until {@link #resume}. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a paused one go on. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process signal =
                new ProcessBuilder("kill", "-" + name, String.valueOf(running().pid())).start();
        assertThat(signal.waitFor()).isZero();
    }

    /** Whether it ends by itself within a time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return running().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until it logs something that it has not logged since its start or the last call that found something.
     *
     * @return whether it did
     */
    public boolean logs(String text, Duration patience) throws IOException, InterruptedException {
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

    /** The port of its pages, since its last start. */
    public int webPort() throws IOException {
        int port = 0;
        for (Matcher found = PORT.matcher(log()); found.find(); ) {
            port = Integer.parseInt(found.group(1));
        }
        assertThat(port).as("port that the service of " + log + " serves on").isPositive();
        return port;
    }

    /** Has all of its garbage collected. */
    public void collectGarbage() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collection = new ProcessBuilder(
                        jcmd.toString(), String.valueOf(running().pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(collection.waitFor()).isZero();
    }

    /** How much of its memory lies in RAM, as Linux counts it. */
    public long residentBytes() throws IOException {
        return JavaProcess.residentBytes(running().pid());
    }

    /** Has {@link #logs} pass over what it has logged so far. */
    public void passOverLog() throws IOException {
        logSeen = Files.size(log);
    }

    /** Everything it has logged. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process running() {
        Process running = Objects.requireNonNull(process, "not started");
        assertThat(running.isAlive())
                .as(() -> "the service of " + log + " is alive, which said last:\n" + lastLines())
                .isTrue();
        return running;
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
