package dev.undercurrent.operations;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prometheus' tool for rules. */
final class Promtool {
    private static final String NAME = "promtool";

    private final Path program;

    private Promtool(Path program) {
        this.program = program;
    }

    /** What it returned and wrote. */
    record Outcome(int exitCode, String text) {}

    /** The one on the path; the test is skipped without. */
    static Promtool installed() {
        Optional<Path> found = List.of(System.getenv("PATH").split(":")).stream()
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "promtool is not installed (expected: on the path); apt-get install --no-install-recommends prometheus");
        return new Promtool(found.orElseThrow());
    }

    Outcome checkRules(Path rules) throws IOException, InterruptedException {
        return run(List.of("check", "rules", "--lint=all", "--lint-fatal", rules.toString()));
    }

    Outcome testRules(List<Path> cases) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        cases.forEach(file -> arguments.add(file.toString()));
        return run(arguments);
    }

    private Outcome run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }
}
