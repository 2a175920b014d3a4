package dev.undercurrent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercurrent.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one target every two seconds. Not thread-safe. */
public final class PrometheusServer implements AutoCloseable {
    /** The job of its target. */
    public static final String JOB = "undercurrent";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final Process process;
    private final URI address;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusServer(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /**
     * Starts it and waits until it answers; the test is skipped where it is not installed.
     *
     * @param folder where it keeps what it scraped
     * @param targetPort the target's port on this machine
     * @param rules files of rules that it evaluates
     */
    public static PrometheusServer start(Path folder, int targetPort, Path... rules)
            throws IOException, InterruptedException {
        Path program = Programs.installed("prometheus", "prometheus");
        Files.createDirectories(folder);
        List<String> files = List.of(rules).stream()
                .map(file -> file.toAbsolutePath().toString())
                .toList();
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                JSON.writeValueAsString(Map.of(
                        "global",
                        Map.of("scrape_interval", "2s", "scrape_timeout", "2s", "evaluation_interval", "2s"),
                        "rule_files",
                        files,
                        "scrape_configs",
                        List.of(Map.of(
                                "job_name",
                                JOB,
                                "static_configs",
                                List.of(Map.of("targets", List.of("127.0.0.1:" + targetPort))))))));
        int port = EmbeddedBroker.freePort();
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port), log);
        server.awaitReady();
        return server;
    }

    /**
     * What an expression is now.
     *
     * @return its series, each with {@code metric} and {@code value}
     * @throws IllegalStateException if it is refused, with what Prometheus says
     */
    public JsonNode query(String expression) throws IOException, InterruptedException {
        return ask("/api/v1/query", "query=" + encoded(expression)).path("result");
    }

    /** The one value of an expression; NaN where it has none. */
    public double value(String expression) throws IOException, InterruptedException {
        JsonNode series = query(expression);
        if (series.size() > 1) {
            throw new IllegalArgumentException(expression + ": " + series.size() + " series (expected: one)");
        }
        return series.isEmpty() ? Double.NaN : value(series.get(0));
    }

    /**
     * Waits until an expression, at best a comparison, has a result.
     *
     * @throws IllegalStateException if it has none within the patience, with what the comparison's left side is
     */
    public void await(String expression, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (query(expression).isEmpty()) {
            if (System.nanoTime() > deadline) {
                JsonNode known = query(expression.replaceAll(" (==|<|>) [^\"]*$", ""));
                throw new IllegalStateException(
                        expression + ", within " + patience + "; without the comparison: " + known);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** The value of one of a query's series. */
    public static double value(JsonNode series) {
        return Double.parseDouble(series.path("value").path(1).asText().replace("Inf", "Infinity"));
    }

    /** What an expression was since then, in steps of a second. */
    public JsonNode since(Instant start, String expression) throws IOException, InterruptedException {
        String range = "&start=" + start + "&end=" + Instant.now() + "&step=1";
        return ask("/api/v1/query_range", "query=" + encoded(expression) + range)
                .path("result");
    }

    /** Its rules as it evaluates them, by groups. */
    public JsonNode ruleGroups() throws IOException, InterruptedException {
        return ask("/api/v1/rules", "").path("groups");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline || process.waitFor(100, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("prometheus did not start: " + Files.readString(log));
            }
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(address.resolve("/-/ready")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private JsonNode ask(String path, String query) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(http.send(
                        HttpRequest.newBuilder(address.resolve(path + "?" + query))
                                .build(),
                        BodyHandlers.ofString())
                .body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException(answer.path("error").asText());
        }
        return answer.path("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
