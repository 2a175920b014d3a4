package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.Main;
import dev.undercurrent.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the service as the rendered pod would: with its arguments, variables and mounted files. */
class ChartRunIT {
    private static final int SIGTERM = 143;

    @TempDir
    Path folder;

    private final List<Process> services = new ArrayList<>();

    @AfterEach
    void leaveNothingRunning() {
        services.forEach(Process::destroyForcibly);
    }

    @Test
    void theRenderedPodScoresUntilItIsToldToStop() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            List<JsonNode> manifests = Chart.committed()
                    .render(
                            Chart.RELEASE,
                            Chart.valueSet("sasl-ssl"),
                            Map.of(
                                    "kafka.bootstrapServers", broker.bootstrapServers(),
                                    "kafka.securityProtocol", "PLAINTEXT",
                                    "kafka.sasl.existingSecret", "",
                                    "kafka.tls.existingSecret", ""));
            Mounted pod = Mounted.layOut(manifests, Map.of(), folder);
            Process service = start(pod);
            List<String> lines = untilScoring(service);
            assertThat(lines)
                    .last()
                    .asString()
                    .contains("topology=payments", "bootstrapServers=" + broker.bootstrapServers());
            assertThat(pod.path("/var/lib/undercurrent").resolve("state/fraud-undercurrent-0"))
                    .isDirectory();
            service.destroy();
            assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(service.exitValue()).isEqualTo(SIGTERM);
        }
    }

    private Process start(Mounted pod) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(pod.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(pod.variables());
        Process service = builder.start();
        services.add(service);
        return service;
    }

    /** The lines up to the one that says so, or up to the service's end. */
    private static List<String> untilScoring(Process service) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader output = service.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains("RunCommand: scoring")) {
                return lines;
            }
        }
        throw new AssertionError("the service ended:\n" + String.join("\n", lines));
    }
}
