package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercurrent.broker.EmbeddedBroker;
import dev.undercurrent.testing.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the service as the rendered pod would: with its arguments, variables and mounted files. */
class ChartRunIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SIGTERM = 143;

    @TempDir
    Path folder;

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
            try (Service service = new Service(folder.resolve("log"), pod.arguments())) {
                pod.variables().forEach(service::with);
                service.start();
                boolean scores = service.logs("RunCommand: scoring", PATIENCE);
                assertThat(scores).as(service.log()).isTrue();
                assertThat(service.log().lines().filter(line -> line.contains("RunCommand: scoring")))
                        .singleElement()
                        .asString()
                        .contains("topology=payments", "bootstrapServers=" + broker.bootstrapServers());
                assertThat(pod.path("/var/lib/undercurrent").resolve("state/fraud-undercurrent-0"))
                        .isDirectory();
                assertThat(service.stop()).isEqualTo(SIGTERM);
            }
        }
    }
}
