package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks a sound StatefulSet in every way that the checks of manifests are there for. */
class ManifestChecksTest {
    private static final String POD = "/spec/template/spec";

    private final ObjectNode sound = Chart.one(Chart.committed().render(Chart.valueSet("production")), "StatefulSet")
            .deepCopy();

    @Test
    void nothingIsWrongWithASoundOne() {
        assertThat(KubernetesTypes.problems(sound)).isEmpty();
        assertThat(PodRules.problems(sound)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/replica | 3 | `replica`",
                "/spec/template/spec/containers/0/livenesProbe | {} | `livenesProbe`",
                "/spec/template/spec/tolerations | {} | cannot be cast to class com.google.gson.JsonArray",
                "/spec/replicas | three | For input string: \"three\"",
                "/spec/serviceName | [] | serviceName",
                "/spec/template/spec/containers/0/env/0/value | 7 | value",
                "/spec/template/spec/containers/0/resources/limits/memory | 2 GB | Unable to parse numeric part of quantity",
                "/spec/template/spec/containers/0/name | null | name",
                "/spec/selector | null | selector",
            })
    void aManifestThatDoesNotFitTheApiIsFound(String at, String value, String named) throws IOException {
        put(at, value);
        assertThat(KubernetesTypes.problems(sound)).singleElement().asString().contains(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/containers/0/volumeMounts/0/name | stat | mount stat: no such volume",
                "/containers/0/volumeMounts/1/mountPath | /var/lib/undercurrent | mount tmp: a path that is taken",
                "/volumes/0/name | temp | mount tmp: no such volume",
                "/volumes/0/hostPath | {path: /} | volume tmp: hostPath",
                "/containers/0/ports/0/name | metrics-and-probes | port metrics-and-probes",
                "/containers/0/readinessProbe/httpGet/port | web | readinessProbe: no port web",
                "/containers/0/env/1/name | POD_NAME | variable POD_NAME: twice",
                "/containers/0/resources/limits | {} | undercurrent: no limit",
                "/containers/0/securityContext/allowPrivilegeEscalation | true | undercurrent: allowPrivilegeEscalation",
                "/containers/0/securityContext/capabilities/drop | [] | undercurrent: capabilities.drop",
                "/containers/0/securityContext/capabilities/add | [SYS_ADMIN] | undercurrent: capabilities.add SYS_ADMIN",
                "/containers/0/securityContext/privileged | true | undercurrent: privileged",
                "/containers/0/securityContext/runAsUser | 0 | undercurrent: runAsUser",
                "/securityContext/runAsNonRoot | false | undercurrent: runAsNonRoot",
                "/securityContext/seccompProfile/type | Unconfined | undercurrent: seccompProfile",
                "/hostNetwork | true | hostNetwork",
                "/automountServiceAccountToken | true | automountServiceAccountToken",
                "/enableServiceLinks | true | enableServiceLinks",
            })
    void aPodWhosePartsDoNotFitOrThatMayTooMuchIsFound(String at, String value, String problem) throws IOException {
        put(POD + at, value);
        assertThat(PodRules.problems(sound)).contains(problem);
    }

    /** Sets what a pointer names to a value given as YAML; null removes it. */
    private void put(String at, String value) throws IOException {
        JsonPointer pointer = JsonPointer.compile(at);
        ObjectNode parent = (ObjectNode) sound.at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        JsonNode node = new YAMLMapper().readTree(value);
        if (node.isNull()) {
            parent.remove(name);
        } else {
            parent.set(name, node);
        }
    }
}
