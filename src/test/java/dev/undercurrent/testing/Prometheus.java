package dev.undercurrent.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The system's Prometheus, with data of its own, scraping what the test runs. Not thread-safe. */
public final class Prometheus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final int port;
    private final Path log;
    private final Http http = new Http();

    private Prometheus(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** One series of an answer. */
    public record Series(Map<String, String> labels, double value) {}

    /**
     * Scrapes the ports of this machine every two seconds, as the job {@code undercurrent}; the test is skipped where
     * Prometheus is not installed.
     *
     * @param rules evaluated every two seconds
     */
    public static Prometheus start(Path folder, List<Integer> targets, List<Path> rules) throws Exception {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                program.isPresent(),
                "prometheus is not installed (expected: on the path); apt-get install --no-install-recommends prometheus");
        Path config = Files.createDirectories(folder).resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 2s, evaluation_interval: 2s}
                rule_files: %s
                scrape_configs:
                  - job_name: undercurrent
                    static_configs: [{targets: %s}]
                """.formatted(
                JSON.writeValueAsString(rules.stream()
                        .map(file -> file.toAbsolutePath().toString())
                        .toList()),
                JSON.writeValueAsString(
                        targets.stream().map(target -> "127.0.0.1:" + target).toList())));
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port, log);
        try {
            prometheus.awaitReady();
        } catch (IOException | InterruptedException | IllegalStateException e) {
            prometheus.close();
            throw e;
        }
        return prometheus;
    }

    /** The series that an expression has now. */
    public List<Series> query(String expression) throws IOException, InterruptedException {
        JsonNode answer = ask(http.post(port, "/api/v1/query", "query", expression));
        JsonNode result = answer.path("data").path("result");
        List<Series> series = new ArrayList<>();
        if (answer.path("data").path("resultType").asText().equals("scalar")) {
            series.add(new Series(Map.of(), Double.parseDouble(result.path(1).asText())));
            return series;
        }
        for (JsonNode one : result) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            series.add(new Series(labels, number(one.path("value").path(1).asText())));
        }
        return series;
    }

    /** The one value of an expression; NaN where it has none. */
    public double value(String expression) throws IOException, InterruptedException {
        List<Series> series = query(expression);
        if (series.size() > 1) {
            throw new IllegalArgumentException(expression + ": " + series.size() + " series (expected: one)");
        }
        return series.isEmpty() ? Double.NaN : series.get(0).value();
    }

    /** The health of every rule, by its name. */
    public Map<String, String> rules() throws IOException, InterruptedException {
        Map<String, String> rules = new TreeMap<>();
        for (JsonNode group : ask(http.get(port, "/api/v1/rules")).path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules.put(
                        rule.path("name").asText(),
                        rule.path("health").asText() + rule.path("lastError").asText());
            }
        }
        return rules;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (http.get(port, "/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // does not listen yet
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException(
                "prometheus: not ready (expected: within " + PATIENCE + "); it wrote:\n" + Files.readString(log));
    }

    private static JsonNode ask(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("prometheus: " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
