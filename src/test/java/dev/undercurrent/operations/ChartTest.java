package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Renders the chart under every set of values that is kept with it. */
class ChartTest {
    /** Kinds of operators, which the API's types know nothing of; ChartOptionsTest looks at them. */
    private static final Set<String> FOREIGN = Set.of("PodMonitor", "ServiceMonitor", "PrometheusRule", "ScaledObject");

    @TempDir
    static Path folder;

    private static Chart chart = Chart.committed();

    @BeforeAll
    static void copy() throws IOException {
        chart = Chart.whole(folder);
    }

    static Stream<Path> valueSets() {
        return Chart.valueSets().stream();
    }

    @Test
    void sixKindsOfUseAtLeastAreKept() {
        assertThat(valueSets().map(file -> String.valueOf(file.getFileName()).replaceFirst("(many)?-.*", "$1")))
                .contains("minimal", "production", "sasl", "no", "keda", "many");
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void helmFindsNoFault(Path values, @TempDir Path copy) throws IOException {
        LintResult result = Chart.lint(values, copy);
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void everyManifestFitsTheKubernetesApi(Path values) {
        List<JsonNode> manifests = chart.render(values);
        assertThat(manifests).hasSizeGreaterThan(4);
        for (JsonNode manifest : manifests) {
            String kind = manifest.path("kind").asText();
            if (KubernetesTypes.has(manifest)) {
                assertThat(KubernetesTypes.problems(manifest)).as(kind).isEmpty();
            } else {
                assertThat(FOREIGN).contains(kind);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void podsAreSoundAndMeetTheRestrictedStandard(Path values) {
        List<JsonNode> manifests = chart.render(values);
        for (String kind : List.of("StatefulSet", "Pod")) {
            assertThat(PodRules.problems(Chart.one(manifests, kind))).as(kind).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void everySelectorFindsThePodsAndNotTheTest(Path values) {
        List<JsonNode> manifests = chart.render(values);
        JsonNode labels = Chart.one(manifests, "StatefulSet").at("/spec/template/metadata/labels");
        JsonNode test = Chart.one(manifests, "Pod").at("/metadata/labels");
        List<JsonNode> selectors = selectors(manifests);
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(3);
        assertThat(selectors)
                .allSatisfy(selector -> assertThat(selects(selector, labels)).isTrue());
        assertThat(selectors)
                .allSatisfy(selector -> assertThat(selects(selector, test)).isFalse());
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void everyObjectIsNamedAndLabelledByItsRelease(Path values) {
        for (JsonNode manifest : Chart.committed().render(values)) {
            if (!Chart.name(manifest).contains("extra")) {
                assertThat(Chart.name(manifest)).startsWith("fraud-undercurrent");
                assertThat(manifest.at("/metadata/labels/app.kubernetes.io~1instance")
                                .asText())
                        .isEqualTo("fraud");
            }
        }
    }

    @Test
    void releasesInOneNamespaceShareNoName() {
        Set<String> names = new TreeSet<>();
        Set<String> topologies = new TreeSet<>();
        List<String> shared = new ArrayList<>();
        int many = 0;
        for (Path values : Chart.valueSets()) {
            if (String.valueOf(values.getFileName()).startsWith("many-")) {
                many++;
                List<JsonNode> manifests = Chart.committed().render("release-" + many, values, Map.of());
                manifests.forEach(one -> assertThat(names.add(one.path("kind").asText() + "/" + Chart.name(one)))
                        .as(Chart.name(one))
                        .isTrue());
                shared.addAll(Chart.all(manifests, "PrometheusRule").stream()
                        .map(Chart::name)
                        .toList());
                topologies.add(Chart.one(manifests, "StatefulSet")
                        .at("/spec/template/spec/containers/0/args/1")
                        .asText());
            }
        }
        assertThat(topologies).hasSize(many).hasSizeGreaterThanOrEqualTo(3);
        assertThat(shared).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theTestAndTheNotesAreAllThatTemplateLeavesOut() {
        List<JsonNode> committed = Chart.committed().render(Chart.valueSet("minimal"));
        List<JsonNode> whole = chart.render(Chart.valueSet("minimal"));
        assertThat(whole).hasSize(committed.size() + 2).containsAll(committed);
    }

    @Test
    void aLongNameLeavesRoomForTheHashKubernetesAdds() {
        List<JsonNode> manifests = chart.render("r".repeat(53), Chart.valueSet("minimal"), Map.of());
        assertThat(Chart.name(Chart.one(manifests, "StatefulSet"))).hasSize(52);
    }

    @Test
    void theTestAsksEveryPodWhetherItIsReady() {
        JsonNode pod = Chart.one(chart.render(Map.of("replicas", "2")), "Pod");
        assertThat(pod.at("/spec/containers/0/command/2").asText()).isEqualTo("""
                        wget -q -T 10 -O - http://fraud-undercurrent-0.fraud-undercurrent.streaming.svc:9464/readyz
                        wget -q -T 10 -O - http://fraud-undercurrent-1.fraud-undercurrent.streaming.svc:9464/readyz
                        """);
        assertThat(Chart.committed().render(Map.of()))
                .noneMatch(one -> Chart.name(one).endsWith("-test"));
    }

    @Test
    void theNotesSayWhereToLook() {
        JsonNode notes = Chart.one(chart.render(Map.of()), "ConfigMap", "notes");
        assertThat(notes.at("/data/text").asText())
                .startsWith("Undercurrent runs the topology card-fraud on kafka:9092.")
                .contains(
                        "kubectl -n streaming port-forward fraud-undercurrent-0 9464",
                        "helm -n streaming test fraud",
                        "--topic card-fraud.anomalies",
                        "Nothing scrapes the metrics yet")
                .doesNotContain("emptyDir", "<no value>");
    }

    private static List<JsonNode> selectors(List<JsonNode> manifests) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode manifest : manifests) {
            JsonNode spec = manifest.path("spec");
            boolean service = manifest.path("kind").asText().equals("Service");
            found.add(service ? spec.path("selector") : spec.at("/selector/matchLabels"));
            found.add(spec.at("/podSelector/matchLabels"));
            spec.at("/template/spec/topologySpreadConstraints")
                    .forEach(one -> found.add(one.at("/labelSelector/matchLabels")));
        }
        return found.stream().filter(one -> !one.isMissingNode()).toList();
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
    }
}
