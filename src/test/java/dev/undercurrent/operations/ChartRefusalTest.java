package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work are refused with a line that says why. */
class ChartRefusalTest {
    private static final String SCHEMA =
            "values don't meet the specifications of the schema(s) in the following chart(s):\nundercurrent:\n";
    private static final String CHECK = "execution error at (undercurrent/templates/statefulset.yaml:1:4): ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "replicaCount=2 ~ at '': additional properties 'replicaCount' not allowed",
                "replicas=two ~ at '/replicas': got string, want integer",
                "replicas=-1 ~ at '/replicas': minimum: got -1, want 0",
                "image.tagg=1 ~ at '/image': additional properties 'tagg' not allowed",
                "image.digest=sha256:12 ~ at '/image/digest': 'sha256:12' does not match pattern '^(sha256:[0-9a-f]{64})?$'",
                "topology.name=Card_Fraud ~ at '/topology/name': 'Card_Fraud' does not match pattern '^[a-z0-9-]{0,100}$'",
                "kafka.bootstrapServers=kafka ~ at '/kafka/bootstrapServers': 'kafka' does not match pattern '^([^:, ]+:[0-9]{1,5}(,[^:, ]+:[0-9]{1,5})*)?$'",
                "kafka.securityProtocol=TLS ~ at '/kafka/securityProtocol': value must be one of 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'",
                "settings.runtime.standbis=1 ~ at '/settings/runtime': additional properties 'standbis' not allowed",
                "settings.web.port=8080 ~ at '/settings': additional properties 'web' not allowed",
                "settings.threshold.risk=high ~ at '/settings/threshold/risk': got string, want number",
                "persistence.size=big ~ at '/persistence/size': 'big' does not match pattern '^[0-9]+([.][0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$'",
                "terminationGracePeriodSeconds=5 ~ at '/terminationGracePeriodSeconds': minimum: got 5, want 30",
                "autoscaling.minReplicas=0 ~ at '/autoscaling/minReplicas': minimum: got 0, want 1",
                "image.tag=110 ~ at '/image/tag': got number, want string",
                "standbys=6 ~ at '/standbys': maximum: got 6, want 5",
            })
    void theSchemaRefuses(String value, String message) {
        assertRefused(value, SCHEMA + "- " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topology.name= | topology.name: empty (expected: the name of a topology, which prefixes its application id and topics)",
                "kafka.bootstrapServers= | kafka.bootstrapServers: empty (expected: host:port,...)",
                "topology.from=inline | topology.inline.topology: empty (expected: a value, as topology.from is inline)",
                "topology.artifact.reference=a:1 | topology.artifact.reference: given (expected: none, as topology.from is image)",
                "kafka.securityProtocol=SASL_SSL | kafka.sasl.existingSecret: empty (expected: a Secret, as kafka.securityProtocol is SASL_SSL)",
                "kafka.sasl.existingSecret=a | kafka.securityProtocol: PLAINTEXT (expected: SASL_PLAINTEXT or SASL_SSL, as kafka.sasl.existingSecret is given)",
                "kafka.tls.existingSecret=a | kafka.securityProtocol: PLAINTEXT (expected: SSL or SASL_SSL, as kafka.tls.existingSecret is given)",
                "kafka.securityProtocol=SSL kafka.tls.existingSecret=a kafka.tls.keystore.key=k | kafka.tls.keystore: key or certificateKey alone (expected: both or none, as kafka.tls.format is PEM)",
                "kafka.securityProtocol=SASL_SSL kafka.sasl.existingSecret=a kafka.sasl.mechanism=GSSAPI | kafka.sasl.jaasKey: empty (expected: the key of a sasl.jaas.config, as kafka.sasl.mechanism is GSSAPI)",
                "kafka.commandConfig.existingSecret=a kafka.sasl.existingSecret=b | kafka.commandConfig.existingSecret: beside kafka.sasl or kafka.tls (expected: one of them; the file holds all client properties)",
                "kafka.properties.security\\.protocol=SSL | kafka.properties.security.protocol: set by the chart (expected: the value of its own, such as kafka.securityProtocol)",
                "autoscaling.hpa.enabled=true autoscaling.keda.enabled=true | autoscaling: hpa and keda (expected: one of them, as KEDA makes a HorizontalPodAutoscaler of its own)",
                "autoscaling.hpa.enabled=true autoscaling.minReplicas=9 | autoscaling.minReplicas: 9 (expected: 1..autoscaling.maxReplicas 4)",
                "metrics.podMonitor.enabled=true metrics.serviceMonitor.enabled=true | metrics: podMonitor and serviceMonitor (expected: one of them, as every event would count twice)",
            })
    void valuesThatDoNotBelongTogetherAreRefused(String values, String message) {
        assertRefused(values, CHECK + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoscaling.keda.enabled=true | autoscaling.keda.topics: empty (expected: the topology's source topic; only that of an inline topology is known)",
                "autoscaling.keda.enabled=true kafka.securityProtocol=SASL_SSL kafka.sasl.existingSecret=a | autoscaling.keda.authenticationRef: empty (expected: a TriggerAuthentication, as kafka.securityProtocol is SASL_SSL)",
            })
    void aLagScalerThatKnowsTooLittleIsRefused(String values, String message) {
        assertRefused(values, CHECK.replace("statefulset.yaml:1:4", "autoscaling.yaml:47:14") + message);
    }

    @Test
    void aSecretAmongTheValuesIsRefusedAndNotShown() {
        for (String name : new String[] {"sasl.jaas.config", "ssl.truststore.password", "ssl.keystore.key"}) {
            String escaped = name.replace(".", "\\.");
            assertRefused(
                    "kafka.properties." + escaped + "=hunter2",
                    CHECK + "kafka.properties." + name
                            + ": a secret does not belong into values (expected: kafka.sasl.existingSecret,"
                            + " kafka.tls.existingSecret or kafka.commandConfig.existingSecret)");
        }
    }

    @Test
    void anOldKubernetesIsRefused() {
        assertThatThrownBy(() -> new Helm(Chart.FOLDER)
                        .template()
                        .withKubeVersion("1.26.9")
                        .withValuesFile(Chart.valueSet("minimal"))
                        .call())
                .hasMessageStartingWith(
                        "chart requires kubeVersion: >=1.27.0-0 which is incompatible with Kubernetes v1.26.9");
    }

    @Test
    void everySetOfValuesPasses() {
        for (Path values : Chart.valueSets()) {
            assertThat(Chart.committed().render(values)).isNotEmpty();
        }
    }

    private static void assertRefused(String values, String message) {
        assertThatThrownBy(() -> Chart.committed().render(set(values)))
                .isInstanceOf(IllegalStateException.class)
                .extracting(failure -> String.valueOf(failure.getMessage())
                        .replace("\n\nUse --debug flag to render out invalid YAML", "")
                        .strip())
                .isEqualTo(message);
    }

    private static Map<String, String> set(String values) {
        Map<String, String> set = new HashMap<>();
        for (String value : values.split(" ")) {
            int split = value.indexOf('=');
            set.put(value.substring(0, split), value.substring(split + 1));
        }
        return set;
    }
}
