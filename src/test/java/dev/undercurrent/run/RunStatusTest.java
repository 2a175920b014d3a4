package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.metrics.Build;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.model.Models;
import dev.undercurrent.testing.Http;
import dev.undercurrent.topology.WebConfig;
import dev.undercurrent.web.Pages;
import dev.undercurrent.web.WebServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status of a run, as its pages tell it over HTTP. */
class RunStatusTest {
    private final RunStatus status = new RunStatus();
    private final Meters meters = Meters.ofProcess("payments");
    private final WebServer server =
            WebServer.start(new WebConfig("127.0.0.1", 0), Pages.of("payments", "payments-7", meters, status));
    private final Http http = new Http();

    @AfterEach
    void stop() {
        server.close();
        meters.close();
    }

    @Test
    void isAliveButNotReadyUntilTheBrokersAnswer() throws Exception {
        answers("/healthz", 200, "{\"status\":\"alive\",\"state\":\"STARTING\"}\n");
        answers(
                "/readyz",
                503,
                "{\"status\":\"not ready\",\"state\":\"STARTING\","
                        + "\"reason\":\"starting: the brokers have not answered yet\"}\n");
    }

    @Test
    void isNotReadyUntilTheModelsTopicHasBeenRead() throws Exception {
        status.connected();

        answers(
                "/readyz",
                503,
                "{\"status\":\"not ready\",\"state\":\"STARTING\","
                        + "\"reason\":\"starting: the models topic has not been read to its end yet\"}\n");
    }

    @Test
    void isAliveButNotReadyWhileItAssignsAndRestoresForTheFirstTime() throws Exception {
        runs(State.REBALANCING);

        answers("/healthz", 200, "{\"status\":\"alive\",\"state\":\"REBALANCING\"}\n");
        answers(
                "/readyz",
                503,
                "{\"status\":\"not ready\",\"state\":\"REBALANCING\",\"reason\":\"streams: REBALANCING"
                        + " (expected: RUNNING, once); partitions are assigned and stores restored\"}\n");
    }

    @Test
    void isReadyOnceItHasRunAndThroughLaterRebalances() throws Exception {
        runs(State.RUNNING);
        answers("/readyz", 200, "{\"status\":\"ready\",\"state\":\"RUNNING\"}\n");

        runs(State.REBALANCING);
        answers("/readyz", 200, "{\"status\":\"ready\",\"state\":\"REBALANCING\"}\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"PENDING_ERROR", "ERROR", "PENDING_SHUTDOWN", "NOT_RUNNING"})
    void isNeitherAliveNorReadyOnceItsStreamsHaveEnded(State state) throws Exception {
        runs(State.RUNNING);
        runs(state);

        String reason = ",\"state\":\"" + state + "\",\"reason\":\"streams: " + state
                + " (expected: RUNNING or REBALANCING)\"}\n";
        answers("/healthz", 503, "{\"status\":\"not alive\"" + reason);
        answers("/readyz", 503, "{\"status\":\"not ready\"" + reason);
    }

    @Test
    void isNotReadyButAliveFromTheMomentItIsToldToStop() throws Exception {
        runs(State.RUNNING);
        status.closing();

        answers("/readyz", 503, "{\"status\":\"not ready\",\"state\":\"RUNNING\",\"reason\":\"shutting down\"}\n");
        answers("/healthz", 200, "{\"status\":\"alive\",\"state\":\"RUNNING\"}\n");
        runs(State.NOT_RUNNING);
        answers("/healthz", 200, "{\"status\":\"alive\",\"state\":\"NOT_RUNNING\"}\n");
    }

    @Test
    void saysWhatItFailedOf() throws Exception {
        runs(State.RUNNING);
        status.failed(new IllegalStateException("no room\nfor more"));

        answers("/healthz", 503, "{\"status\":\"not alive\",\"state\":\"RUNNING\",\"reason\":\"failed: no room\"}\n");
    }

    @Test
    void saysWhatRuns() throws Exception {
        runs(State.RUNNING);

        answers(
                "/info",
                200,
                "{\"version\":\"" + Build.version() + "\",\"java\":\"" + Build.java()
                        + "\",\"topology\":\"payments\",\"applicationId\":\"payments\",\"instance\":\"payments-7\","
                        + "\"model\":3,\"state\":\"RUNNING\",\"tasks\":{\"0_1\":[\"raw-1\"]}}\n");
    }

    private void runs(State state) {
        status.starting(new RunStatus.Streams() {
            @Override
            public State state() {
                return state;
            }

            @Override
            public Map<String, List<String>> tasks() {
                return Map.of("0_1", List.of("raw-1"));
            }

            @Override
            public Optional<ModelVersion> model() {
                return Optional.of(Models.small(3));
            }
        });
        status.changed(state);
    }

    private void answers(String path, int code, String body) throws Exception {
        HttpResponse<String> answer = http.get(server.port(), path);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }
}
