package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.config.ConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class UndercurrentCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void explainsItselfAndEveryCommand() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: undercurrent", "simulate", "generate-completion", "Exit codes:");
        for (String command : commandLine().getSubcommands().keySet()) {
            assertThat(execute(command, "--help")).as(command).isZero();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysItsVersion() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("undercurrent ");
    }

    @Test
    void refusesAnUnknownCommandInALine() {
        assertThat(execute("simulat")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Unmatched argument at index 0: 'simulat'",
                        "did you mean simulate?",
                        "see: undercurrent --help");
    }

    @Test
    void refusesNoCommandAtAll() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("command: none (expected: one of those listed by --help)" + System.lineSeparator());
    }

    @Test
    void writesPaymentsAndTheirLabelsApart() throws Exception {
        Path payments = folder.resolve("payments.jsonl");
        Path labels = folder.resolve("labels.jsonl");
        assertThat(execute(
                        "simulate", "payments", "--rows", "50", "--out", payments.toString(), "--labels", "" + labels))
                .isZero();
        assertThat(Files.readAllLines(payments)).hasSize(50).noneMatch(line -> line.contains("fraud"));
        assertThat(Files.readAllLines(labels)).hasSize(50).allMatch(line -> line.contains("\"pattern\":\""));
    }

    @Test
    void saysInALineWhereAFileCannotBeWritten() {
        Path nowhere = folder.resolve("missing/payments.jsonl");
        assertThat(execute("simulate", "payments", "--out", nowhere.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("file: " + nowhere + " (expected: a path that exists); check it");
    }

    @Test
    void printsEveryProblemOfAFileAndEndsWithTwo() {
        CommandLine command = commandLine();
        int code = Errors.execution(new ConfigException(List.of("first", "second")), command, false, false);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("first", "second");
    }

    @Test
    void printsAFailureOnOneLineAndEndsWithOne() {
        int code = Errors.execution(new IllegalStateException("a: b (expected: c)\nmore"), commandLine(), false, false);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("a: b (expected: c)");
    }

    @Test
    void printsAStackTraceOnlyWhenAsked() {
        Errors.execution(new NoSuchFileException("x.yaml"), commandLine(), true, false);
        assertThat(err.toString().lines().toList())
                .startsWith("file: x.yaml (expected: a path that exists); check it")
                .hasSizeGreaterThan(2);
    }

    @Test
    void keepsQuietWhenToldToStop() {
        int code = Errors.execution(new RuntimeException(new InterruptedException()), commandLine(), false, true);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void takesOptionsFromTheEnvironment() {
        EnvironmentDefaults defaults =
                new EnvironmentDefaults(Map.of("UNDERCURRENT_BOOTSTRAP_SERVER", "here:9", "UNDERCURRENT_HELP", "true"));
        assertThat(defaults.defaultValue(
                        OptionSpec.builder("-b", "--bootstrap-server").build()))
                .isEqualTo("here:9");
        assertThat(defaults.defaultValue(OptionSpec.builder("--help").build())).isNull();
    }

    private int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        try (Shutdown shutdown = Shutdown.ofThisThread()) {
            return UndercurrentCommand.commandLine(shutdown)
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));
        }
    }
}
