package dev.undercurrent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * The container engine of this machine as Docker's client sees it, asked before Testcontainers is: that one waits for
 * minutes for an engine or an image that cannot be had. Thread-safe.
 */
public final class Engine {
    private static final long ANSWER_SECONDS = 20;
    private static final long PULL_SECONDS = 300;
    private static final ConcurrentMap<String, Boolean> IMAGES = new ConcurrentHashMap<>();
    /** A machine that looks like a container has to say where the ports of its containers are. */
    private static final boolean PLACED =
            !Files.exists(Path.of("/.dockerenv")) || System.getenv("TESTCONTAINERS_HOST_OVERRIDE") != null;

    private static final boolean ANSWERS = PLACED && succeeds(ANSWER_SECONDS, "docker", "version");

    private Engine() {}

    /** Whether an engine answers that has an image. */
    public static boolean has(String image) {
        return ANSWERS && succeeds(ANSWER_SECONDS, "docker", "image", "inspect", image);
    }

    /** Whether an engine answers that has an image or can get it; asked once an image. */
    public static boolean gets(String image) {
        return ANSWERS
                && IMAGES.computeIfAbsent(
                        image, name -> has(name) || succeeds(PULL_SECONDS, "docker", "pull", "-q", name));
    }

    private static boolean succeeds(long seconds, String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) { // no such program
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
