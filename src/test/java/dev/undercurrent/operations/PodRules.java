package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the types of the API do not say of a pod: that its parts fit together, and that it meets the Pod Security
 * Standard "restricted" (Kubernetes documentation, "Pod Security Standards").
 */
final class PodRules {
    private static final int LONGEST_PORT_NAME = 15;
    /** What the standard's admission lets through; {@code image} since Kubernetes 1.33. */
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private final JsonNode spec;
    private final Set<String> claims = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private PodRules(JsonNode manifest) {
        spec = Chart.pod(manifest).path("spec");
        manifest.at("/spec/volumeClaimTemplates")
                .forEach(claim -> claims.add(claim.at("/metadata/name").asText()));
    }

    /** What is wrong with the pod of a manifest. */
    static List<String> problems(JsonNode manifest) {
        PodRules rules = new PodRules(manifest);
        rules.volumes();
        for (JsonNode container : rules.containers()) {
            rules.container(container);
        }
        rules.security();
        return rules.problems;
    }

    private List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        spec.path("containers").forEach(all::add);
        spec.path("initContainers").forEach(all::add);
        return all;
    }

    private void volumes() {
        Set<String> names = new HashSet<>(claims);
        for (JsonNode volume : spec.path("volumes")) {
            String name = volume.path("name").asText();
            check(names.add(name), "volume " + name + ": twice");
            volume.fieldNames().forEachRemaining(field -> {
                check(field.equals("name") || VOLUMES.contains(field), "volume " + name + ": " + field);
            });
            check(volume.size() == 2, "volume " + name + ": " + (volume.size() - 1) + " sources (expected: 1)");
        }
        Set<String> unused = new HashSet<>(names);
        for (JsonNode container : containers()) {
            Set<String> paths = new HashSet<>();
            for (JsonNode mount : container.path("volumeMounts")) {
                String name = mount.path("name").asText();
                check(names.contains(name), "mount " + name + ": no such volume");
                check(paths.add(mount.path("mountPath").asText()), "mount " + name + ": a path that is taken");
                unused.remove(name);
            }
        }
        unused.forEach(name -> problems.add("volume " + name + ": not mounted"));
    }

    private void container(JsonNode container) {
        String name = container.path("name").asText();
        Set<String> ports = new HashSet<>();
        for (JsonNode port : container.path("ports")) {
            String portName = port.path("name").asText();
            ports.add(portName);
            check(portName.matches("[a-z0-9-]+") && portName.length() <= LONGEST_PORT_NAME, "port " + portName);
            check(port.path("hostPort").isMissingNode(), "port " + portName + ": hostPort");
        }
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode port = container.path(probe).at("/httpGet/port");
            check(port.isMissingNode() || ports.contains(port.asText()), probe + ": no port " + port.asText());
        }
        Set<String> variables = new HashSet<>();
        container
                .path("env")
                .forEach(variable -> check(
                        variables.add(variable.path("name").asText()),
                        "variable " + variable.path("name").asText() + ": twice"));
        check(!container.at("/resources/limits/memory").isMissingNode() || !isOurs(container), name + ": no limit");
        restricted(name, container.path("securityContext"));
    }

    private static boolean isOurs(JsonNode container) {
        return Set.of("undercurrent", "ready", "topology")
                .contains(container.path("name").asText());
    }

    private void restricted(String name, JsonNode context) {
        JsonNode pod = spec.path("securityContext");
        check(isFalse(context.path("allowPrivilegeEscalation")), name + ": allowPrivilegeEscalation");
        check(!context.path("privileged").asBoolean(), name + ": privileged");
        check(context.at("/capabilities/drop").toString().contains("\"ALL\""), name + ": capabilities.drop");
        for (JsonNode added : context.at("/capabilities/add")) {
            check(added.asText().equals("NET_BIND_SERVICE"), name + ": capabilities.add " + added.asText());
        }
        check(own(context, pod, "/runAsNonRoot").asBoolean(), name + ": runAsNonRoot");
        check(own(context, pod, "/runAsUser").asInt(1) != 0, name + ": runAsUser");
        check(
                Set.of("RuntimeDefault", "Localhost")
                        .contains(own(context, pod, "/seccompProfile/type").asText()),
                name + ": seccompProfile");
    }

    /** Of the container, else of the pod. */
    private static JsonNode own(JsonNode context, JsonNode pod, String pointer) {
        return context.at(pointer).isMissingNode() ? pod.at(pointer) : context.at(pointer);
    }

    private void security() {
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            check(!spec.path(host).asBoolean(), host);
        }
        check(spec.at("/securityContext/sysctls").isMissingNode(), "sysctls");
        check(isFalse(spec.path("automountServiceAccountToken")), "automountServiceAccountToken");
        check(isFalse(spec.path("enableServiceLinks")), "enableServiceLinks");
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
