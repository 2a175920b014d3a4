package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What single values do. */
class ChartOptionsTest {
    private static final String RULES = "rules/undercurrent.rules.yml";
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void monitorsScrapeThePortOfTheProbes() {
        List<JsonNode> manifests = Chart.committed()
                .render(Map.of("metrics.podMonitor.enabled", "true", "metrics.podMonitor.interval", "5s"));
        JsonNode monitor = Chart.one(manifests, "PodMonitor");
        assertThat(monitor.path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(monitor.at("/spec/podMetricsEndpoints").toString())
                .isEqualTo("[{\"port\":\"http\",\"path\":\"/metrics\",\"interval\":\"5s\"}]");
        JsonNode container = Chart.one(manifests, "StatefulSet").at("/spec/template/spec/containers/0");
        assertThat(container.at("/ports/0").toString())
                .isEqualTo("{\"name\":\"http\",\"containerPort\":9464,\"protocol\":\"TCP\"}");
        assertThat(container.at("/readinessProbe/httpGet").toString())
                .isEqualTo("{\"path\":\"/readyz\",\"port\":\"http\"}");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/healthz");
    }

    @Test
    void aServiceMonitorFindsTheHeadlessService() {
        List<JsonNode> manifests = Chart.committed().render(Chart.valueSet("sasl-ssl"));
        JsonNode service = Chart.one(manifests, "Service");
        JsonNode monitor = Chart.one(manifests, "ServiceMonitor");
        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(service.at("/spec/ports/0/name").asText()).isEqualTo("http");
        assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("http");
        monitor.at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> assertThat(service.at("/metadata/labels").path(label.getKey()))
                        .isEqualTo(label.getValue()));
        assertThat(Chart.one(manifests, "StatefulSet").at("/spec/serviceName").asText())
                .isEqualTo(Chart.name(service));
    }

    @Test
    void theRulesGoThroughUntouched(@TempDir Path folder) throws IOException {
        Path copy = Chart.copy(folder);
        Files.createDirectories(copy.resolve("rules"));
        String rules = """
                # braces are Prometheus' own
                groups:
                  - name: undercurrent
                    rules:
                      - alert: Stalled
                        expr: |
                          rate(x{topology!=""}[5m]) == 0
                        for: 5m
                        annotations: {summary: "{{ $labels.topology }} stands still for {{ $value | humanize }}"}
                """;
        Files.writeString(copy.resolve(RULES), rules);
        JsonNode rule = Chart.one(
                Chart.in(copy)
                        .render(Map.of("metrics.rules.enabled", "true", "metrics.rules.labels.release", "prometheus")),
                "PrometheusRule");
        assertThat(rule.path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(rule.path("spec")).isEqualTo(YAML.readTree(rules));
        assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    }

    @Test
    void theCommittedRulesGoThroughUntouched() throws IOException {
        Path file = Chart.FOLDER.resolve(RULES);
        assumeTrue(Files.exists(file), "no rules are committed yet");
        assertThat(Chart.one(Chart.committed().render(Map.of("metrics.rules.enabled", "true")), "PrometheusRule")
                        .path("spec"))
                .isEqualTo(YAML.readTree(file.toFile()));
    }

    @Test
    void everyDashboardGoesToTheConfigMapTheSidecarLooksFor(@TempDir Path folder) throws IOException {
        Path copy = Chart.copy(folder);
        Path dashboards = Files.createDirectories(copy.resolve("dashboards"));
        Files.writeString(dashboards.resolve("one.json"), "{\"title\": \"{{topology}}\"}\n");
        Files.writeString(dashboards.resolve("two.json"), "{}\n");
        List<JsonNode> manifests = Chart.in(copy)
                .render(Map.of("metrics.dashboards.enabled", "true", "metrics.dashboards.namespace", "grafana"));
        JsonNode map = Chart.one(manifests, "ConfigMap", "fraud-undercurrent-dashboards");
        assertThat(map.at("/metadata/namespace").asText()).isEqualTo("grafana");
        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(map.at("/metadata/annotations/grafana_folder").asText()).isEqualTo("Undercurrent");
        assertThat(map.at("/data/one.json").asText()).isEqualTo("{\"title\": \"{{topology}}\"}\n");
        assertThat(map.at("/data/two.json").asText()).isEqualTo("{}\n");
        try (Stream<Path> files = Files.list(dashboards)) {
            assertThat(map.path("data")).hasSize((int) files.count());
        }
    }

    @Test
    void replicasAreLeftToTheScaler() {
        List<JsonNode> byLag = Chart.committed().render(Chart.valueSet("keda"));
        JsonNode scaler = Chart.one(byLag, "ScaledObject");
        assertThat(scaler.path("apiVersion").asText()).isEqualTo("keda.sh/v1alpha1");
        assertThat(Chart.one(byLag, "StatefulSet").at("/spec/replicas").isMissingNode())
                .isTrue();
        assertThat(Chart.all(byLag, "HorizontalPodAutoscaler")).isEmpty();
        assertThat(scaler.at("/spec/scaleTargetRef").toString())
                .isEqualTo("{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"name\":\"fraud-undercurrent\"}");
        assertThat(scaler.at("/spec/minReplicaCount").asInt()).isEqualTo(2);
        assertThat(scaler.at("/spec/maxReplicaCount").asInt()).isEqualTo(12);
        assertThat(scaler.at("/spec/triggers")).hasSize(2).allSatisfy(trigger -> {
            assertThat(trigger.path("type").asText()).isEqualTo("kafka");
            assertThat(trigger.path("metadata"))
                    .allSatisfy(value -> assertThat(value.isTextual()).isTrue());
            assertThat(trigger.at("/metadata/consumerGroup").asText()).isEqualTo("clicks");
            assertThat(trigger.at("/metadata/lagThreshold").asText()).isEqualTo("2000000");
            assertThat(trigger.at("/metadata/sasl").asText()).isEqualTo("scram_sha256");
            assertThat(trigger.at("/authenticationRef/name").asText()).isEqualTo("kafka");
        });
        List<JsonNode> byCpu = Chart.committed().render(Chart.valueSet("sasl-ssl"));
        assertThat(Chart.one(byCpu, "StatefulSet").at("/spec/replicas").isMissingNode())
                .isTrue();
        assertThat(Chart.one(byCpu, "HorizontalPodAutoscaler")
                        .at("/spec/scaleTargetRef/name")
                        .asText())
                .isEqualTo("fraud-undercurrent");
    }

    @Test
    void theLagOfAnInlineTopologyIsThatOfItsSource() {
        List<JsonNode> manifests = Chart.committed()
                .render(
                        Chart.RELEASE,
                        Chart.valueSet("sasl-ssl"),
                        Map.of(
                                "autoscaling.hpa.enabled", "false",
                                "autoscaling.keda.enabled", "true",
                                "autoscaling.keda.authenticationRef", "kafka"));
        JsonNode trigger = Chart.one(manifests, "ScaledObject").at("/spec/triggers/0/metadata");
        assertThat(trigger.path("topic").asText()).isEqualTo("payments");
        assertThat(trigger.path("sasl").asText()).isEqualTo("plaintext");
        assertThat(trigger.path("tls").asText()).isEqualTo("enable");
    }

    @Test
    void stateLiesOnAClaimOrInAnEmptyDir() {
        JsonNode kept = Chart.one(Chart.committed().render(Map.of()), "StatefulSet");
        assertThat(kept.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("state");
        JsonNode lost = Chart.one(Chart.committed().render(Chart.valueSet("no-persistence")), "StatefulSet");
        assertThat(lost.at("/spec/volumeClaimTemplates").isMissingNode()).isTrue();
        assertThat(lost.at("/spec/persistentVolumeClaimRetentionPolicy").isMissingNode())
                .isTrue();
        assertThat(lost.at("/spec/template/spec/volumes/1").toString())
                .isEqualTo("{\"name\":\"state\",\"emptyDir\":{\"sizeLimit\":\"4Gi\"}}");
    }

    @Test
    void aTopologyComesOutOfAnImageEitherWay() {
        JsonNode copied = Chart.one(Chart.committed().render(Chart.valueSet("no-persistence")), "StatefulSet");
        assertThat(copied.at("/spec/template/spec/initContainers/0/command").toString())
                .isEqualTo("[\"cp\",\"-R\",\"/undercurrent/.\",\"/etc/undercurrent/\"]");
        JsonNode mounted = Chart.one(Chart.committed().render(Chart.valueSet("many-service-metrics")), "StatefulSet");
        assertThat(mounted.at("/spec/template/spec/volumes")
                        .findParents("image")
                        .toString())
                .contains("\"pullPolicy\":\"IfNotPresent\"", "registry.example.org/topologies@sha256:");
        assertThat(mounted.at("/spec/template/spec/containers/0/args/1").asText())
                .isEqualTo("/etc/undercurrent/topologies/service-metrics.yaml");
    }

    @Test
    void aChangeOfConfigurationRestartsThePods() {
        assertThat(checksum(Map.of()))
                .isEqualTo(checksum(Map.of("replicas", "2")))
                .isNotEqualTo(checksum(Map.of("kafka.properties.client\\.rack", "a")));
    }

    @Test
    void anImageIsNamedByTagOrDigest() {
        String digest = "sha256:" + "0".repeat(64);
        assertThat(image(Map.of())).isEqualTo("undercurrent:0.1.0-SNAPSHOT");
        assertThat(image(Map.of("image.registry", "r:5000", "image.tag", "1.2.3")))
                .isEqualTo("r:5000/undercurrent:1.2.3");
        assertThat(image(Map.of("image.tag", "1.2.3", "image.digest", digest))).isEqualTo("undercurrent@" + digest);
    }

    @Test
    void onlyThoseWhoAreNamedReachThePods() {
        JsonNode policy = Chart.one(Chart.committed().render(Chart.valueSet("production")), "NetworkPolicy");
        assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(policy.at("/spec/ingress/0/ports/0/port").asText()).isEqualTo("http");
        assertThat(policy.at("/spec/ingress/0/from")).hasSize(2);
        assertThat(policy.at("/spec/egress").findValuesAsText("port")).containsExactly("53", "53", "9093", "9094");
        JsonNode open = Chart.one(Chart.committed().render(Map.of("networkPolicy.enabled", "true")), "NetworkPolicy");
        assertThat(open.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
        assertThat(open.at("/spec/ingress/0/from").isMissingNode()).isTrue();
    }

    @Test
    void furtherObjectsAreRenderedToo() {
        List<JsonNode> manifests = Chart.committed().render(Chart.valueSet("no-persistence"));
        assertThat(Chart.one(manifests, "ConfigMap", "fraud-extra")
                        .at("/data/topology")
                        .asText())
                .isEqualTo("host-telemetry");
        assertThat(Chart.one(manifests, "ConfigMap", "extra-text")).isNotEmpty();
    }

    private static String checksum(Map<String, String> set) {
        return Chart.one(Chart.committed().render(set), "StatefulSet")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    private static String image(Map<String, String> set) {
        return Chart.one(Chart.committed().render(set), "StatefulSet")
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }
}
