package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.topology.TopologyConfig;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class UndercurrentCommandTest {
    /** A section of the topology file, and so no variable of its own: {@code --threshold} may have its name. */
    private static final String SECTION = "UNDERCURRENT_THRESHOLD";

    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @Test
    void explainsItselfAndEveryCommand() {
        assertThat(terminal.execute("--help")).isZero();
        assertThat(terminal.out()).contains("Usage: undercurrent", "simulate", "generate-completion", "Exit codes:");
        for (String command : terminal.commandLine().getSubcommands().keySet()) {
            assertThat(terminal.execute(command, "--help")).as(command).isZero();
        }
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void saysItsVersion() {
        assertThat(terminal.execute("--version")).isZero();
        assertThat(terminal.out()).startsWith("undercurrent ");
    }

    @Test
    void refusesAnUnknownCommandInALine() {
        assertThat(terminal.execute("simulat")).isEqualTo(2);
        assertThat(terminal.err().lines())
                .containsExactly(
                        "Unmatched argument at index 0: 'simulat'",
                        "did you mean simulate?",
                        "see: undercurrent --help");
    }

    @Test
    void refusesNoCommandAtAll() {
        assertThat(terminal.execute()).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("command: none (expected: one of those listed by --help)" + System.lineSeparator());
    }

    @Test
    void writesPaymentsAndTheirLabelsApart() throws Exception {
        Path payments = folder.resolve("payments.jsonl");
        Path labels = folder.resolve("labels.jsonl");
        assertThat(terminal.execute(
                        "simulate", "payments", "--rows", "50", "--out", payments.toString(), "--labels", "" + labels))
                .isZero();
        assertThat(Files.readAllLines(payments)).hasSize(50).noneMatch(line -> line.contains("fraud"));
        assertThat(Files.readAllLines(labels)).hasSize(50).allMatch(line -> line.contains("\"pattern\":\""));
    }

    @Test
    void promotesNoVersionZero() {
        assertThat(terminal.execute("models", "promote", "topologies/card-fraud.yaml", "--version", "0"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("version: 0 (expected: 1 or more)");
    }

    @Test
    void saysInALineWhereAFileCannotBeWritten() {
        Path nowhere = folder.resolve("missing/payments.jsonl");
        assertThat(terminal.execute("simulate", "payments", "--out", nowhere.toString()))
                .isEqualTo(2);
        assertThat(terminal.err())
                .isEqualToIgnoringNewLines("file: " + nowhere + " (expected: a path that exists); check it");
    }

    @Test
    void printsEveryProblemOfAFileAndEndsWithTwo() {
        CommandLine command = terminal.commandLine();
        int code = Errors.execution(new ConfigException(List.of("first", "second")), command, false, false);
        assertThat(code).isEqualTo(2);
        assertThat(terminal.err().lines()).containsExactly("first", "second");
    }

    @Test
    void printsAFailureOnOneLineAndEndsWithOne() {
        int code = Errors.execution(
                new IllegalStateException("a: b (expected: c)\nmore"), terminal.commandLine(), false, false);
        assertThat(code).isEqualTo(1);
        assertThat(terminal.err().lines()).containsExactly("a: b (expected: c)");
    }

    @Test
    void saysWhatBrokersRefuseAndThatTheyDoNotAnswer() {
        CommandLine command = terminal.commandLine();
        Exception refused = new GroupAuthorizationException("Not authorized to access group: pumps");
        assertThat(Errors.execution(refused, command, false, false)).isEqualTo(1);
        assertThat(Errors.execution(new TimeoutException("no node"), command, false, false))
                .isEqualTo(1);
        assertThat(terminal.err().lines())
                .containsExactly(
                        "kafka: Not authorized to access group: pumps (expected: the rights that README.md lists); have"
                                + " them granted and start it again",
                        "kafka: no node (expected: brokers that answer); look after them and run it again");
    }

    @Test
    void printsAStackTraceOnlyWhenAsked() {
        Errors.execution(new NoSuchFileException("x.yaml"), terminal.commandLine(), true, false);
        assertThat(terminal.err().lines().toList())
                .startsWith("file: x.yaml (expected: a path that exists); check it")
                .hasSizeGreaterThan(2);
    }

    @Test
    void keepsQuietWhenToldToStop() {
        CommandLine command = terminal.commandLine();
        Exception waiting = new RuntimeException(new InterruptedException());
        assertThat(Errors.execution(waiting, command, false, true)).isEqualTo(1);
        Exception training = new CancellationException("training: interrupted (expected: the time to end)");
        assertThat(Errors.execution(training, command, false, true)).isEqualTo(1);
        assertThat(terminal.err()).isEmpty();
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

    @Test
    void noOptionTakesWhatTheEnvironmentSaysOfTheTopology() {
        List<String> ofTheTopology = Arrays.stream(TopologyConfig.class.getRecordComponents())
                .map(component -> "UNDERCURRENT_" + component.getName().toUpperCase(Locale.ROOT))
                .toList();
        assertThat(variables(terminal.commandLine()))
                .contains("UNDERCURRENT_INGEST_HISTORY", "UNDERCURRENT_BACKTEST_MODEL", "UNDERCURRENT_DATA")
                .doesNotContainAnyElementsOf(ofTheTopology.stream()
                        .filter(name -> !name.equals(SECTION))
                        .toList());
    }

    private static List<String> variables(CommandLine command) {
        return Stream.concat(
                        command.getCommandSpec().options().stream().map(EnvironmentDefaults::variable),
                        command.getSubcommands().values().stream().flatMap(below -> variables(below).stream()))
                .toList();
    }
}
