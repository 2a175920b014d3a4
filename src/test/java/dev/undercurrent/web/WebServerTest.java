package dev.undercurrent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.testing.Http;
import dev.undercurrent.topology.WebConfig;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static final WebConfig ANY = new WebConfig("127.0.0.1", 0);

    private final WebServer server = WebServer.start(
            ANY,
            Map.of(
                    "/fine", () -> new Response(200, "text/plain", "good ÿ"),
                    "/broken",
                            () -> {
                                throw new IllegalStateException("on purpose");
                            },
                    "/unlinked",
                            () -> {
                                throw new NoClassDefFoundError("on purpose");
                            }));
    private final Http http = new Http();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithThePageOfThePath() throws Exception {
        HttpResponse<String> answer = http.get(server.port(), "/fine?now");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("good ÿ");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void answersAnUnknownPathWithThoseThereAre() throws Exception {
        HttpResponse<String> answer = http.get(server.port(), "/fine/more");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"path: unknown (expected: one of [/broken, /fine, /unlinked])\"}\n");
    }

    @Test
    void answersWithoutReadingWhatIsSent() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(5_000);
            client.getOutputStream()
                    .write("PUT /fine HTTP/1.1\r\nHost: me\r\nContent-Length: 3000000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            byte[] status = client.getInputStream().readNBytes("HTTP/1.1 405".length());

            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 405");
        }
    }

    @Test
    void takesNothingButGetAndHead() throws Exception {
        HttpResponse<String> posted = http.send(Http.request(server.port(), "/fine")
                .POST(BodyPublishers.ofString("x".repeat(100_000)))
                .build());
        HttpResponse<String> head = http.send(Http.request(server.port(), "/fine")
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(posted.body()).isEqualTo("{\"error\":\"method: not allowed (expected: GET or HEAD)\"}\n");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void goesOnAfterAPageThatFails() throws Exception {
        for (String path : List.of("/broken", "/unlinked")) {
            HttpResponse<String> answer = http.get(server.port(), path);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"error\":\"page: failed (expected: an answer); see the log\"}\n");
        }
        assertThat(http.get(server.port(), "/fine").statusCode()).isEqualTo(200);
    }

    @Test
    void zipsForWhoAcceptsIt() throws Exception {
        HttpResponse<byte[]> answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        Http.request(server.port(), "/fine")
                                .header("Accept-Encoding", "gzip, deflate")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("good ÿ");
        }
    }

    @Test
    void answersManyAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        for (int i = 0; i < 50; i++) {
            answers.add(client.sendAsync(Http.request(server.port(), "/fine").build(), BodyHandlers.ofString()));
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void refusesAPortThatIsTaken() {
        WebConfig taken = new WebConfig("127.0.0.1", server.port());

        assertThatThrownBy(() -> WebServer.start(taken, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("web.port: " + server.port() + " (expected: a free port); set UNDERCURRENT_WEB_PORT");
    }

    @Test
    void refusesAnAddressThatIsNotThisMachines() {
        assertThatThrownBy(() -> WebServer.start(new WebConfig("192.0.2.1", 0), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("web.address: 192.0.2.1 (expected: an address of this machine);"
                        + " set UNDERCURRENT_WEB_ADDRESS");
    }

    @Test
    void listensNoMoreOnceClosed() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> http.get(port, "/fine")).isInstanceOf(ConnectException.class);
    }
}
