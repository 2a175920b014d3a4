package dev.undercurrent.operations;

import dev.undercurrent.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prometheus' tool for rules. */
final class Promtool {
    private final Path program;

    private Promtool(Path program) {
        this.program = program;
    }

    /** What it returned and wrote. */
    record Outcome(int exitCode, String text) {}

    /** The one on the path; the test is skipped without. */
    static Promtool installed() {
        return new Promtool(Programs.installed("promtool", "prometheus"));
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
