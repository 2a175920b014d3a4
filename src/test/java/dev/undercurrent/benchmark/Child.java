package dev.undercurrent.benchmark;

import dev.undercurrent.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own that talks in lines: it ends when its standard input does. Not thread-safe. */
final class Child implements AutoCloseable {
    private static final long END_SECONDS = 30;

    private final String name;
    private final Process process;
    private final File errors;
    private final BufferedReader lines;

    private Child(String name, Process process, File errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a main class on this process's own class path.
     *
     * @param environment added to this process's own
     * @param errors where its log goes
     */
    static Child start(Class<?> main, Map<String, String> environment, File errors, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaProcess.command("1g", main, List.of(arguments)))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors));
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        builder.environment().putAll(environment);
        return new Child(main.getSimpleName(), builder.start(), errors);
    }

    /**
     * Its next line that starts with {@code word}, split at blanks; others are passed over.
     *
     * @throws IOException if it ends instead
     */
    String[] await(String word) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.split(" ");
            }
        }
        throw new IOException(name + ": has ended (expected: a line " + word + "); " + errors + " says why");
    }

    /** Whether a line waits to be read. */
    boolean hasSaid() throws IOException {
        return lines.ready();
    }

    /** Tells it something. */
    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        try {
            if (process.isAlive()) {
                say("end");
            }
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
